namespace Operator.Evidence;

/// <summary>Evidence could not be read. The message is for people: it names the object, the cause and the mend, and never a secret.</summary>
/// <param name="reason">A reason of <see cref="Operator.Api.Reasons"/>.</param>
/// <param name="message">One sentence or two.</param>
/// <param name="terminal">True when only a person can mend it; false when time may.</param>
/// <param name="retryAfter">How long the server asked to be left alone, if it did.</param>
/// <param name="inner">What caused it.</param>
public sealed class EvidenceException(string reason, string message, bool terminal = false, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>A reason of <see cref="Operator.Api.Reasons"/>.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether only a person can mend it.</summary>
    public bool Terminal { get; } = terminal;

    /// <summary>How long the server asked to be left alone, if it did.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
