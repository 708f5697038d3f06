namespace Operator.Crds;

/// <summary>A rule that an object must keep.</summary>
/// <param name="Rule">The CEL expression.</param>
/// <param name="Message">What to say when it does not hold.</param>
internal sealed record SchemaRule(string Rule, string Message);
