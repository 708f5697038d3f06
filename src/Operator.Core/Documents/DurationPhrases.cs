using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>Durations in words. None is ever shown without its two endpoints.</summary>
internal static class DurationPhrases
{
    public const string EndNotKnown = "end not known";

    public static DurationModel Model(DocumentContext context, IncidentDuration duration) => new()
    {
        Name = duration.Name.ToString(),
        Label = Label(duration.Name),
        State = duration.State.ToString(),
        StateText = IsEndUnknown(context, duration) ? EndNotKnown : State(duration.State),
        Value = Value(duration),
        From = Endpoint(context, duration.From),
        To = Endpoint(context, duration.To),

        // What is not known is said of the endpoint, where it belongs.
        Message = duration.Message is null || duration.State == FigureState.NotApplicable ? null : MarkdownText.Escape(duration.Message),
    };

    /// <summary>Such as "2m 15s, from StartedAt (alert pending) to DetectedAt (alert firing)", or why there is no number.</summary>
    public static string Sentence(DocumentContext context, DurationName name)
    {
        if (context.Report.Duration(name) is not { } duration)
        {
            return "Not known";
        }

        return Value(duration) is { } value
            ? $"{value}, from {Endpoint(context, duration.From)} to {Endpoint(context, duration.To)}"
            : WithoutValue(context, duration);
    }

    /// <summary>Such as "TTD: 2m 15s from StartedAt to DetectedAt".</summary>
    public static string Short(DocumentContext context, DurationName name, string label)
    {
        if (context.Report.Duration(name) is not { } duration)
        {
            return $"{label}: not known";
        }

        return Value(duration) is { } value
            ? $"{label}: {value} from {duration.From} to {duration.To}"
            : $"{label}: {(IsEndUnknown(context, duration) ? EndNotKnown : State(duration.State))}";
    }

    /// <summary>Such as "12m"; null without a value.</summary>
    public static string? Value(IncidentDuration? duration) =>
        duration is { State: FigureState.Recorded } ? duration.Text : null;

    private static string WithoutValue(DocumentContext context, IncidentDuration duration)
    {
        var so = context.Ongoing && duration is { State: FigureState.Pending, Name: DurationName.Total }
            && context.Report.Incident is { } incident
            ? $"{FigureText.Duration(incident.End - incident.Start)} so far, from {Endpoint(context, duration.From)} to {context.Clock.Stamp(context.Report.AsOf)}"
            : IsEndUnknown(context, duration) ? EndNotKnown
            : State(duration.State);
        return duration.Message is { Length: > 0 } message ? $"{Capital(so)}: {MarkdownText.Escape(message)}" : Capital(so);
    }

    private static bool IsEndUnknown(DocumentContext context, IncidentDuration duration) =>
        duration is { State: FigureState.NotApplicable, To: IncidentTimestampName.ResolvedAt }
        && context.Report.Timestamp(duration.From) is not null && context.Report.Timestamp(duration.To) is null;

    private static string Endpoint(DocumentContext context, IncidentTimestampName name) =>
        context.Report.Timestamp(name) is { } timestamp ? $"{name} ({Source(timestamp)})" : $"{name} (not known)";

    private static string Source(IncidentTimestamp timestamp) => timestamp.Source switch
    {
        TimestampSource.Spec => "stated",
        TimestampSource.Timeline => "timeline",
        TimestampSource.AlertPending => "alert pending",
        TimestampSource.AlertFiring => timestamp.Name == IncidentTimestampName.ResolvedAt ? "alert no longer firing" : "alert firing",
        _ => "SLI back at its objective",
    };

    private static string State(FigureState state) => state switch
    {
        FigureState.Pending => "pending",
        FigureState.Invalid => "invalid",
        FigureState.Recorded => "recorded",
        _ => "not known",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Label(DurationName name) => name switch
    {
        DurationName.TimeToDetect => "Time to detect (TTD)",
        DurationName.TimeToAcknowledge => "Time to acknowledge",
        DurationName.TimeToMitigate => "Time to mitigate",
        DurationName.TimeToRecover => "Time to recover",
        DurationName.TimeToResolve => "Time to resolve (MTTR)",
        DurationName.FaultAge => "Age of the fault when detected",
        _ => "Total",
    };
}
