namespace Operator.Core.Statuses;

/// <summary>What a condition says, without when it began to say so.</summary>
/// <param name="Type">The condition's type.</param>
/// <param name="Status">True, False or Unknown.</param>
/// <param name="Reason">In PascalCase.</param>
/// <param name="Message">For people.</param>
public sealed record ConditionFacts(string Type, string Status, string Reason, string Message);
