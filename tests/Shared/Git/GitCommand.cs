using System.Diagnostics;
using System.Text;

namespace Operator.Testing.Git;

/// <summary>Runs git for tests, without the configuration of whoever runs them.</summary>
internal static class GitCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="index">The index file; null for the usual one.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its error.</exception>
    public static string Run(string? input, IReadOnlyList<string> arguments, string? index = null)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1" },
        };
        if (index is not null)
        {
            start.Environment["GIT_INDEX_FILE"] = index;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(input ?? ""));
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error.Result}");
    }
}
