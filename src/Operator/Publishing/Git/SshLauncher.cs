using System.Runtime.InteropServices;

namespace Operator.Publishing.Git;

/// <summary>
/// Makes this program git's ssh command (GIT_SSH): git passes no options of ours, a command with options would need a shell, and ssh reads
/// them from nowhere else, since it ignores HOME. The process becomes ssh.
/// </summary>
internal static class SshLauncher
{
    public const string KeyVariable = "POSTMORTEM_OPERATOR_SSH_KEY";
    public const string KnownHostsVariable = "POSTMORTEM_OPERATOR_SSH_KNOWN_HOSTS";

    private const int CannotStart = 127;

    /// <summary>The program that git calls: this one.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "postmortem-operator");

    /// <summary>Becomes ssh if git has called; null if somebody else has.</summary>
    /// <param name="args">What git passes: port, host and command.</param>
    public static int? TryRun(IReadOnlyList<string> args)
    {
        var key = Environment.GetEnvironmentVariable(KeyVariable);
        var knownHosts = Environment.GetEnvironmentVariable(KnownHostsVariable);
        if (string.IsNullOrEmpty(key) || string.IsNullOrEmpty(knownHosts))
        {
            return null;
        }

        string[] all =
        [
            "ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=yes", "-o", "GlobalKnownHostsFile=/dev/null",
            "-o", $"UserKnownHostsFile={knownHosts}", "-o", "UpdateHostKeys=no", "-o", "ConnectTimeout=20", "-i", key, .. args,
        ];
        nint[] arguments = [.. all.Select(Marshal.StringToCoTaskMemUTF8), 0];
        _ = Execute(arguments[0], arguments);
        Console.Error.WriteLine("ssh: cannot be started; is an ssh client installed?");
        return CannotStart;
    }

    [DllImport("libc", EntryPoint = "execvp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(nint file, nint[] arguments);
}
