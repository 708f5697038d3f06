namespace Operator.Core.Evidence;

/// <summary>A value of ALERTS_FOR_STATE.</summary>
/// <param name="Value">When the condition became true.</param>
/// <param name="Run">The samples that had this value.</param>
public sealed record ActiveAt(DateTimeOffset Value, SampleRun Run);
