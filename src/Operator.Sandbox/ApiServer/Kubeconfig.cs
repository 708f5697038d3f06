namespace Operator.Sandbox.ApiServer;

/// <summary>Writes the file that kubectl and clients connect with, readable by its owner only.</summary>
public static class Kubeconfig
{
    /// <param name="caFile">Certificate authority of an https server, or null.</param>
    public static void Write(string path, string url, string? token, string? caFile = null)
    {
        var user = token is null ? "{}" : $"{{token: \"{token}\"}}";
        var ca = caFile is null ? "" : $", certificate-authority: \"{caFile}\"";
        var text = $$"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: sandbox
              cluster: {server: "{{url}}"{{ca}}}
            users:
            - name: sandbox
              user: {{user}}
            contexts:
            - name: sandbox
              context: {cluster: sandbox, user: sandbox, namespace: default}
            current-context: sandbox

            """;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Whoever waits for the file finds it whole, and never gone while it is written anew.
        var written = $"{path}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(written, options))
        {
            writer.Write(text);
        }

        File.Move(written, path, overwrite: true);
    }
}
