using System.Text;

namespace Operator.Publishing.Git;

/// <summary>How a run of git ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error, at most the end of it.</param>
internal sealed record GitOutcome(int ExitCode, byte[] Output, string Error)
{
    public bool IsSuccess => ExitCode == 0;

    /// <summary>Standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}
