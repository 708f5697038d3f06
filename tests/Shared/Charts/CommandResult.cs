namespace Operator.Testing.Charts;

/// <summary>How a program ended, and what it said.</summary>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>Its output, if it ended well; else the test fails and tells what it said.</summary>
    public string OutputOrFail()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Error}{Output}");
        return Output;
    }

    /// <summary>What it complained about, if it refused; else the test fails.</summary>
    public string RefusalOrFail()
    {
        Assert.True(ExitCode != 0, $"{Command} should have been refused; it said:\n{Output}");
        return Error + Output;
    }
}
