namespace Operator.Core;

/// <summary>
/// Why something that was asked could not be done: the one kind of failure of evidence, templates, specs and publishing. The
/// message is for people: it names the object, the field, the cause and the fix, and never a secret.
/// </summary>
/// <param name="reason">A reason of <see cref="Api.Reasons"/>.</param>
/// <param name="message">One sentence or two.</param>
/// <param name="isTerminal">True when only a person can correct it; false when time may.</param>
/// <param name="retryAfter">How long the other side asked to be left alone, if it did.</param>
/// <param name="inner">What caused it.</param>
public class FailureException(string reason, string message, bool isTerminal = false, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(Texts.Line(message, LongestMessage), inner)
{
    private const int LongestMessage = 8192;

    /// <summary>A reason of <see cref="Api.Reasons"/>.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether only a person can correct it.</summary>
    public bool IsTerminal { get; } = isTerminal;

    /// <summary>How long the other side asked to be left alone, if it did.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>A value of the spec that the schema lets pass and nothing can be computed from.</summary>
    /// <param name="reason">A reason of <see cref="Api.Reasons"/>.</param>
    /// <param name="message">Begins with the field's path.</param>
    public static FailureException OfSpec(string reason, string message) => new(reason, message, isTerminal: true);
}
