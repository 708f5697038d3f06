using System.Diagnostics;

namespace Operator.Testing.Charts;

/// <summary>Runs other people's programs.</summary>
public static class Command
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <param name="program">A path, or a name to be found in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are set, or with null removed.</param>
    /// <param name="input">What it reads.</param>
    public static async Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? input = null)
    {
        string[] list = [.. arguments];
        var start = new ProcessStartInfo(program, list) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.WorkingDirectory = EndToEnd.Tests.Support.RepositoryFiles.Root;
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return new CommandResult($"{Path.GetFileName(program)} {string.Join(' ', list)}", process.ExitCode, await output, await error);
    }
}
