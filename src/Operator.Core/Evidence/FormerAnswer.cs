namespace Operator.Core.Evidence;

/// <summary>
/// The answer to a question that the spec asked before somebody changed it. A change may be a mistake, and when it is taken back,
/// Prometheus may have forgotten.
/// </summary>
public sealed record FormerAnswer
{
    /// <summary>The question and what became of it.</summary>
    public required EvidencePart Part { get; init; }

    /// <summary>Where alerts were looked for; null for other parts.</summary>
    public TimeRange? SearchWindow { get; init; }

    /// <summary>All alert series that were kept then; null for other parts.</summary>
    public IReadOnlyList<AlertSeries>? Alerts { get; init; }

    /// <summary>What was read for an objective; null for other parts.</summary>
    public SloEvidence? Slo { get; init; }

    /// <summary>The value of a query of the impact; null for other parts.</summary>
    public double? Value { get; init; }
}
