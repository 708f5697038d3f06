using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>Durations in words. The summary and the table of durations tell the two endpoints, every other place the value alone.</summary>
internal static class DurationPhrases
{
    public const string EndNotKnown = "end not known";

    /// <summary>Every duration that has a value, will have one, or contradicts itself.</summary>
    public static IReadOnlyList<DurationModel> All(DocumentContext context) =>
        [.. context.Report.Durations.Where(d => d.State != FigureState.NotApplicable).Select(d => Model(context, d))];

    /// <summary>Such as "12 minutes", or "8 minutes so far", or why there is no number.</summary>
    public static string InWords(DocumentContext context, DurationName name)
    {
        if (context.Report.Duration(name) is not { } duration)
        {
            return "Not known";
        }

        return Value(duration) is { } value ? FigureText.InWords(value)
            : SoFar(context, duration) is { } sofar ? $"{FigureText.InWords(sofar)} so far"
            : duration is { State: FigureState.Invalid, Message: { } message } ? $"Invalid: {context.Message(message)}"
            : duration is { State: FigureState.NotApplicable, Name: DurationName.TimeToDetect } && BothKnown(context, duration)
                ? "Not known: the alert was not pending before it fired, so that nothing tells when it began"
            : Words.Capital(Missing(context, duration));
    }

    /// <summary>The duration that stands for the whole incident: what has no start lasts from its detection.</summary>
    public static DurationName Whole(DocumentContext context) =>
        !context.Spec.Type.HasStart() && context.Report.Timestamp(IncidentTimestampName.StartedAt) is null ? DurationName.TimeToResolve : DurationName.Total;

    /// <summary>Such as "12 minutes, from the start to the alert clearing"; null without a value.</summary>
    public static string? Sentence(DocumentContext context, DurationName name)
    {
        if (context.Report.Duration(name) is not { } duration || context.Report.Timestamp(duration.From) is not { } from)
        {
            return null;
        }

        return Value(duration) is { } value && context.Report.Timestamp(duration.To) is { } to
            ? $"{FigureText.InWords(value)}, from {Words.Moment(from)} to {Words.Moment(to)}"
            : SoFar(context, duration) is { } sofar ? $"{FigureText.InWords(sofar)} so far, since {Words.Moment(from)}"
            : null;
    }

    /// <summary>Such as "TTD: 2m 15s".</summary>
    public static string Short(DocumentContext context, DurationName name, string label) =>
        $"{label}: {(context.Report.Duration(name) is { } duration ? Value(duration) ?? Missing(context, duration) : Words.NotKnown)}";

    /// <summary>Such as "12m"; null without a value.</summary>
    public static string? Value(IncidentDuration? duration) =>
        duration is { State: FigureState.Recorded } ? duration.Text : null;

    private static DurationModel Model(DocumentContext context, IncidentDuration duration) => new()
    {
        Name = duration.Name.ToString(),
        Label = Words.Duration(duration.Name),
        State = duration.State.ToString(),
        StateText = Missing(context, duration),
        Value = Value(duration),
        From = Endpoint(context, duration.From),
        To = Endpoint(context, duration.To),

        // While it is ongoing, what is not known yet is said of the endpoint, where it belongs.
        Message = duration is { State: FigureState.Invalid, Message: { } message } ? context.Message(message) : null,
    };

    /// <summary>How long something has lasted, no more exact than its beginning is known.</summary>
    public static DurationEstimate? UntilNow(DocumentContext context, StatedMoment from) =>
        DurationEstimate.Between(from, StatedMoment.Of(context.Report.AsOf, from.Precision == TimePrecision.Minute ? TimePrecision.Minute : TimePrecision.Second, context.Spec.TimeZone));

    private static string? SoFar(DocumentContext context, IncidentDuration duration) =>
        context.Ongoing && duration.State == FigureState.Pending && duration.Name == Whole(context) && context.Report.Timestamp(duration.From) is { } from
            ? UntilNow(context, StatedMoment.Of(from))?.Text
            : null;

    private static string Missing(DocumentContext context, IncidentDuration duration) =>
        context.Report.State == IncidentState.Resolved && duration.To == IncidentTimestampName.ResolvedAt && context.Report.Timestamp(duration.To) is null ? (ImpactPhrases.IsNone(context) ? "not applicable: nobody was affected" : EndNotKnown) :
        duration is { State: FigureState.NotApplicable, To: IncidentTimestampName.ResolvedAt }
        && context.Report.Timestamp(duration.From) is not null && context.Report.Timestamp(duration.To) is null
            ? EndNotKnown
            : Words.State(duration.State);

    private static bool BothKnown(DocumentContext context, IncidentDuration duration) =>
        context.Report.Timestamp(duration.From) is not null && context.Report.Timestamp(duration.To) is not null;

    private static string Endpoint(DocumentContext context, IncidentTimestampName name) =>
        context.Report.Timestamp(name) is { } timestamp ? Words.Moment(timestamp) : $"{Words.Moment(name).ToLowerInvariant()} (not known yet)";
}
