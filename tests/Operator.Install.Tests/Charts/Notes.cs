namespace Operator.Install.Tests.Charts;

/// <summary>What Helm says after an installation, as somebody pastes it into a shell.</summary>
internal static class Notes
{
    /// <summary>The blocks of commands in it: paragraphs that begin with one, indented as they stand there.</summary>
    public static IReadOnlyList<string> Commands(string output)
    {
        var text = output[output.IndexOf("NOTES:\n", StringComparison.Ordinal)..];
        return [.. text.Split("\n\n").Where(p => p.TrimStart().StartsWith("kubectl ", StringComparison.Ordinal)).Select(p => p.TrimEnd())];
    }
}
