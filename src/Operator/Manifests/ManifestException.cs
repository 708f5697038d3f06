namespace Operator.Manifests;

/// <summary>A document cannot be read further.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class ManifestException(int line, string message) : Exception(message)
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;
}
