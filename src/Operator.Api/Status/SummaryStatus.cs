namespace Operator.Api;

/// <summary>The figures that people look at first, as text.</summary>
public sealed record SummaryStatus
{
    /// <summary>Whether the incident is over.</summary>
    public IncidentState State { get; init; }

    /// <summary>From the start to the end, such as "12m".</summary>
    public string? Duration { get; init; }

    /// <summary>How long users were affected, where that is known better than from start and end, such as "27m".</summary>
    public string? ImpactDuration { get; init; }

    /// <summary>From the start to the detection, such as "2m 15s".</summary>
    public string? TimeToDetect { get; init; }

    /// <summary>From the detection to the end, such as "9m 45s".</summary>
    public string? TimeToResolve { get; init; }

    /// <summary>The share of the first objective's error budget that this incident consumed, such as "27.8%".</summary>
    public string? ErrorBudgetConsumed { get; init; }

    /// <summary>Action items done of all, such as "0/6".</summary>
    public string? ActionItems { get; init; }
}
