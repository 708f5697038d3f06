using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>The English words for points in time, durations, methods and sources: the names of the API are for programs.</summary>
internal static class Words
{
    public const string NotKnown = "not known";

    /// <summary>A point in time as a heading: "Detection".</summary>
    public static string Moment(IncidentTimestampName name) => name switch
    {
        IncidentTimestampName.IntroducedAt => "Introduction of the fault",
        IncidentTimestampName.StartedAt => "Start",
        IncidentTimestampName.DetectedAt => "Detection",
        IncidentTimestampName.AcknowledgedAt => "Acknowledgement",
        IncidentTimestampName.MitigatedAt => "Mitigation",
        IncidentTimestampName.RecoveredAt => "Recovery",
        _ => "End",
    };

    /// <summary>A point in time within a sentence, as its source tells it: "the start", "the alert firing".</summary>
    public static string Moment(IncidentTimestamp timestamp) => (timestamp.Name, timestamp.Source) switch
    {
        (IncidentTimestampName.StartedAt, TimestampSource.AlertPending) => "the alert's condition becoming true",
        (IncidentTimestampName.ResolvedAt, TimestampSource.AlertFiring) => "the alert clearing",
        (_, TimestampSource.AlertFiring) => "the alert firing",
        (IncidentTimestampName.MitigatedAt, TimestampSource.Timeline) => "the fix",
        (IncidentTimestampName.RecoveredAt, TimestampSource.SLI) => "the indicator being back at its objective",
        var (name, _) => $"the {Moment(name).ToLowerInvariant()}",
    };

    /// <summary>Who tells a point in time.</summary>
    public static string Source(IncidentTimestamp timestamp) => timestamp.Source switch
    {
        TimestampSource.Spec => "a person",
        TimestampSource.Timeline => "timeline",
        TimestampSource.SLI => "indicator",
        _ => "alert",
    };

    /// <summary>Who tells a point in time, beside it.</summary>
    public static string ToldBy(IncidentTimestamp timestamp) => timestamp.Source switch
    {
        TimestampSource.Spec => "stated by a person",
        _ => $"from the {Source(timestamp)}",
    };

    /// <summary>Who tells a point in time, within a sentence.</summary>
    public static string Teller(IncidentTimestamp timestamp) => timestamp.Source switch
    {
        TimestampSource.Spec => "people",
        TimestampSource.Timeline => "people's entries in the timeline",
        TimestampSource.SLI => "the indicator",
        _ => "the alert",
    };

    /// <summary>Such as "start, detection and end".</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}";

    /// <summary>A duration's name.</summary>
    public static string Duration(DurationName name) => name switch
    {
        DurationName.TimeToDetect => "Time to detect",
        DurationName.TimeToAcknowledge => "Time to acknowledge",
        DurationName.TimeToMitigate => "Time to mitigate",
        DurationName.TimeToRecover => "Time to recover",
        DurationName.TimeToResolve => "Time to resolve",
        DurationName.FaultAge => "Age of the fault when detected",
        _ => "Total",
    };

    /// <summary>What a state of a figure means.</summary>
    public static string State(FigureState state) => state switch
    {
        FigureState.Pending => "pending",
        FigureState.Invalid => "invalid",
        FigureState.Recorded => "recorded",
        _ => NotKnown,
    };

    /// <summary>How people detected it; null when nobody said so and no alert fired.</summary>
    public static string? Method(DetectionMethod? method) => method switch
    {
        DetectionMethod.AutomatedAlert => "Automated alert",
        DetectionMethod.CustomerReport => "Customer report",
        DetectionMethod.ManualDiscovery => "Manual discovery",
        DetectionMethod.ExternalReport => "External report",
        DetectionMethod.Partner => "Partner",
        DetectionMethod.Self => "Noticed by whoever made the change",
        _ => null,
    };

    /// <summary>A fact that two sources tell.</summary>
    public static string Fact(ContradictedFact fact) => fact switch
    {
        ContradictedFact.StartedAt => "Start of the incident",
        ContradictedFact.DetectedAt => "Detection",
        ContradictedFact.AlertFiredAt => "Firing of the alert",
        ContradictedFact.AcknowledgedAt => "Acknowledgement",
        ContradictedFact.MitigatedAt => "Mitigation",
        ContradictedFact.RecoveredAt => "Recovery",
        ContradictedFact.AlertClearedAt => "Clearing of the alert",
        ContradictedFact.ResolvedAt => "End of the incident",
        ContradictedFact.BelowObjective => "Whether the objective was missed during the incident",
        ContradictedFact.Requests => "Requests in the incident",
        _ => "Failed requests",
    };

    /// <summary>Why something could not be read, within a sentence, from a reason for programs.</summary>
    public static string Failure(string reason) => reason switch
    {
        Reasons.NotConfigured => "no Prometheus is configured",
        Reasons.SourceUnknown => "no Prometheus source of that name is configured",
        Reasons.QueryInvalid => "Prometheus does not understand a query",
        Reasons.QueryResultInvalid => "a query did not give what it should",
        Reasons.QueryTooExpensive => "a query was too much for Prometheus",
        Reasons.PrometheusUnavailable => "Prometheus could not be reached",
        Reasons.PrometheusTimeout => "Prometheus did not answer in time",
        Reasons.PrometheusUnauthorized => "Prometheus did not let the operator in",
        Reasons.PrometheusThrottled => "Prometheus was asked too often",
        Reasons.PrometheusNotFound => "its address does not lead to Prometheus",
        Reasons.ResponseInvalid => "Prometheus answered with something else than metrics",
        Reasons.ResponseTooLarge => "an answer of Prometheus was too large",
        Reasons.CollectionLimited => "there was more to read than one reading may take",
        _ => "of a fault that the status of this post-mortem names",
    };

    /// <summary>Such as "Capital". What begins with code, such as increase(), stays.</summary>
    public static string Capital(string text)
    {
        var end = text.AsSpan().IndexOfAnyExceptInRange('a', 'z');
        return text.Length == 0 || (end > 0 && text[end] is '(' or '_' or '=' or '{' or '[') ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
