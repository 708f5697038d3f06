namespace Operator.Core.Evidence;

/// <summary>The recorded samples of one alert (a name and a set of labels), as runs.</summary>
public sealed record AlertSeries
{
    /// <summary>The alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>The labels, without those that every alert has and those of <see cref="MergedLabels"/>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The rule's evaluation interval in seconds, measured as the usual distance of samples; null when there are too few to tell.</summary>
    public double? IntervalSeconds { get; init; }

    /// <summary>Runs of samples with alertstate="pending", sorted; a run breaks where samples are more than 1.5 intervals apart.</summary>
    public IReadOnlyList<SampleRun> Pending { get; set; } = [];

    /// <summary>Runs of samples with alertstate="firing", likewise; of an alert that Grafana manages, those in state alerting.</summary>
    public IReadOnlyList<SampleRun> Firing { get; set; } = [];

    /// <summary>The distinct values of ALERTS_FOR_STATE (when the condition became true, whole seconds) with the run in which each stood.</summary>
    public IReadOnlyList<ActiveAt> ActiveAt { get; set; } = [];

    /// <summary>True when samples reach back to the earliest moment that was asked for, so that the beginning is not known.</summary>
    public bool StartUnknown { get; init; }

    /// <summary>Runs in which Grafana waits whether the alert stays resolved; null without any.</summary>
    public IReadOnlyList<SampleRun>? Recovering { get; init; }

    /// <summary>Runs in which Grafana's query gave no data; null without any.</summary>
    public IReadOnlyList<SampleRun>? NoData { get; init; }

    /// <summary>Runs in which Grafana's query failed; null without any.</summary>
    public IReadOnlyList<SampleRun>? Failed { get; init; }

    /// <summary>The rule's keep_firing_for in seconds as the server told it at collection, the shortest where several rules can have made the series; null when there is none or it is not known.</summary>
    public double? KeepFiringSeconds { get; init; }

    /// <summary>The longest keep_firing_for in seconds, where several rules can have made the series and do not agree about it; null where they do.</summary>
    public double? KeepFiringMostSeconds { get; init; }

    /// <summary>Labels by which the series differed that were read as this one; null when it was one.</summary>
    public IReadOnlyList<MergedLabel>? MergedLabels { get; init; }

    /// <summary>The selectors that found it, as they stand in the queries; null in evidence that does not tell.</summary>
    public IReadOnlyList<string>? FoundBy { get; init; }
}
