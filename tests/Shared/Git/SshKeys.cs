using System.Diagnostics;

namespace Operator.Testing.Git;

/// <summary>Keys as ssh-keygen makes them.</summary>
public static class SshKeys
{
    /// <summary>Makes a pair of keys.</summary>
    /// <returns>The private key's file; the public one is beside it, with .pub.</returns>
    public static string Create(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        using var process = Process.Start(new ProcessStartInfo("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]) { UseShellExecute = false })!;
        process.WaitForExit();
        return file;
    }

    /// <summary>The public key without its comment.</summary>
    public static string Public(string file) => string.Join(' ', File.ReadAllText(file + ".pub").Split(' ')[..2]).Trim();
}
