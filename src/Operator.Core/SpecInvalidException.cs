namespace Operator.Core;

/// <summary>The spec holds a value that the schema lets pass but nothing can be computed from; only a person can mend it.</summary>
/// <param name="reason">A reason of <see cref="Api.Reasons"/>.</param>
/// <param name="field">The field's path, such as spec.timeZone.</param>
/// <param name="message">A sentence for people: field, cause and mend.</param>
public sealed class SpecInvalidException(string reason, string field, string message) : Exception(message)
{
    /// <summary>A reason of <see cref="Api.Reasons"/>.</summary>
    public string Reason { get; } = reason;

    /// <summary>The field's path.</summary>
    public string Field { get; } = field;
}
