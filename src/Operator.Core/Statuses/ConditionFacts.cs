namespace Operator.Core.Statuses;

/// <summary>What a condition says, without when it began to say so.</summary>
internal sealed record ConditionFacts(string Type, string Status, string Reason, string Message);
