using System.Diagnostics;
using System.Text;
using Operator.Cli;
using Operator.Tests.TestData;

namespace Operator.Tests.Cli;

/// <summary>What a command line printed, and how it ended.</summary>
internal sealed record Cli(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the commands within this process, at a fixed time.</summary>
    public static async Task<Cli> RunAsync(string[] args, string input = "", TimeProvider? time = null)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var terminal = new Terminal
        {
            Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Output = output,
            Error = error,
            Time = time ?? TimeProvider.System,
        };
        var exitCode = await CommandLineProgram.RunAsync(args, terminal, TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program as people do.</summary>
    public static async Task<Cli> RunProcessAsync(string[] args, string input = "")
    {
        var start = ProgramUnderTest.Start(args);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }
}
