using Operator.Api;
using Operator.Core.Contradictions;
using Operator.Core.Documents.Model;

namespace Operator.Core.Documents;

/// <summary>What two sources tell differently.</summary>
internal static class ContradictionsSection
{
    private const int NameLimit = 256;

    public static IReadOnlyList<ContradictionModel> Build(DocumentContext context) =>
        [.. context.Report.Contradictions.Select(c => Model(context, c))];

    private static ContradictionModel Model(DocumentContext context, Contradiction found) => new()
    {
        Fact = Words.Fact(found.Fact),
        First = Tell(context, found, found.First),
        Second = Tell(context, found, found.Second),
        Difference = Difference(found),
        Uncertainty = found.Difference is null ? null : Amount(found, found.Uncertainty),
    };

    private static string Tell(DocumentContext context, Contradiction found, Telling telling)
    {
        var value = telling switch
        {
            { Source: FactSource.Spec, Bound: TellingBound.Never } => "no user impact",
            { Bound: TellingBound.Never } => "never missed during the incident",
            { Count: { } count } => FigureText.Count(count),
            { Time: { } time } => Verb(found, telling) + context.Clock.Stamp(time, telling.Precision),
            _ => Words.NotKnown,
        };
        return $"{Source(telling)}: {value}";
    }

    // What a source saw at that moment: alerts and indicators do not know of incidents.
    private static string Verb(Contradiction found, Telling telling) => (telling.Source, telling.Bound, Fact(found, telling)) switch
    {
        (FactSource.SLI, TellingBound.After, _) => "still missed at ",
        (FactSource.SLI, _, ContradictedFact.StartedAt or ContradictedFact.BelowObjective) => "missed from ",
        (FactSource.SLI, _, _) => "met again at ",
        (FactSource.Alert, TellingBound.After, _) => "still firing at ",
        (FactSource.Alert, _, ContradictedFact.StartedAt) => "condition true from ",
        (FactSource.Alert, _, ContradictedFact.ResolvedAt or ContradictedFact.AlertClearedAt) => "cleared at ",
        (FactSource.Alert, _, _) => "fired at ",
        _ => "",
    };

    private static ContradictedFact Fact(Contradiction found, Telling telling) => telling.Moment switch
    {
        IncidentTimestampName.StartedAt => ContradictedFact.StartedAt,
        IncidentTimestampName.DetectedAt => ContradictedFact.DetectedAt,
        _ => found.Fact,
    };

    private static string Source(Telling telling) => telling.Source switch
    {
        FactSource.Spec => "Stated" + Moment(telling),
        FactSource.Timeline => "Timeline" + Moment(telling),
        FactSource.Exposure => "Exposure of data",
        FactSource.Phases => "Phases of the impact",
        FactSource.Query => "Query of failed requests",
        FactSource.Alert => "Alert" + Named(telling),
        FactSource.Slices => $"Objective{Named(telling)}, slice by slice",
        _ => "Objective" + Named(telling),
    };

    private static string Named(Telling telling) => telling.Name is { } name ? " " + MarkdownText.Escape(name, NameLimit) : "";

    // Another moment of the incident, which must not come later.
    private static string Moment(Telling telling) => telling.Moment is { } moment ? $", {Words.Moment(moment).ToLowerInvariant()}" : "";

    private static string? Difference(Contradiction found)
    {
        var open = found.First.Bound is not null || found.Second.Bound is not null ? "at least " : "";
        return found.Difference is { } difference ? open + Amount(found, difference) : null;
    }

    private static string Amount(Contradiction found, double amount) =>
        found.First.Time is null ? FigureText.Count(amount) : FigureText.Seconds(amount);
}
