namespace Operator.Api;

/// <summary>How much of a window data covers.</summary>
public sealed record CompletenessStatus
{
    /// <summary>Whether it covers all.</summary>
    public required CompletenessState State { get; init; }

    /// <summary>How many seconds of the window, up to the incident's end, it covers.</summary>
    public double? CoveredSeconds { get; init; }

    /// <summary>What is missing.</summary>
    public string? Message { get; init; }
}
