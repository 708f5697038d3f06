using System.Globalization;
using Operator.Api;
using Operator.Core.Impact;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>The impact in words and numbers.</summary>
internal static class ImpactPhrases
{
    public const string None = "No user impact";

    // A headline names the numbers that say most; all of them are in their section.
    private const int MostMeasures = 3;

    /// <summary>Whether there was none: by the type of the incident, unless a person tells of one.</summary>
    public static bool IsNone(DocumentContext context) => context.Spec.SaysNoImpact();

    /// <summary>The numbers, such as "about 5,000 projects lost" and "1,350 failed requests".</summary>
    public static IEnumerable<string> Numbers(DocumentContext context)
    {
        foreach (var measure in (context.Spec.Impact?.Measures ?? []).Take(MostMeasures))
        {
            yield return Measure(measure);
        }

        var impact = context.Report.Impact;
        if (ImpactSection.Users(impact) is { } users)
        {
            yield return users;
        }

        if (ImpactSection.Requests(impact) is { } requests)
        {
            yield return requests;
        }
    }

    /// <summary>Such as "$168.75 estimated loss", "$150.00 loss" where a person states it, or that there is none; null where it is not known.</summary>
    public static string? Loss(ImpactReport impact, string what) =>
        impact.RevenueLoss is not { } loss ? null
        : loss.Amount == 0 && !IsTiny(impact) ? $"no {what}"
        : $"{Amount(impact, loss)}{(impact.PerFailedRequest is null ? "" : " estimated")} {what}";

    /// <summary>Such as "$168.75", or "less than $0.01".</summary>
    public static string Amount(ImpactReport impact, MoneyStatus loss) =>
        IsTiny(impact) ? $"less than {FigureText.Money(loss with { Amount = Currencies.Smallest(loss.Currency) })}" : FigureText.Money(loss);

    /// <summary>Whether requests cost something that rounds to nothing.</summary>
    public static bool IsTiny(ImpactReport impact) => impact is { RevenueLoss.Amount: 0, PerFailedRequest: > 0, FailedRequests: > 0 };

    /// <summary>Such as "about 5,000 projects lost", "82% of traffic", "no known projects lost".</summary>
    public static string Measure(ImpactMeasureSpec measure)
    {
        var what = Clause(measure.What);
        var count = (measure.Count ?? 0).ToString("#,0.###############", CultureInfo.InvariantCulture);
        return measure.Qualifier == MeasureQualifier.NoneKnown ? $"no known {what}" : $"{Qualifier(measure.Qualifier)}{count}{(what.StartsWith('%') ? "" : " ")}{what}";
    }

    /// <summary>How long users were affected, such as "reads fail for 27m, then writes fail for 43m"; null where only start and end tell.</summary>
    public static string? Length(DocumentContext context) => context.Report.ImpactDuration switch
    {
        { Source: ImpactDurationSource.Phases } stated => string.Concat(stated.Phases.Select((p, i) => Phase(context, p, i == 0 ? null : stated.Phases[i - 1]))),
        { Source: ImpactDurationSource.BelowObjective, Total: { } below } => $"{FigureText.InWords(below.Text)} below the objective of {FigureText.Target(context.Report.Slos[0].Objective)} for {MarkdownText.Escape(context.Report.Slos[0].Name)}",
        { Source: ImpactDurationSource.Exposure, Total: { } exposed } => $"exposed for {FigureText.InWords(exposed.Text)}{Response(context)}",
        { Source: ImpactDurationSource.Recovery, Total: { } recovery } => $"{FigureText.InWords(recovery.Text)}, from the start to the recovery",
        _ => null,
    };

    /// <summary>Whether the first phase is written as a sentence, which begins with a capital letter.</summary>
    public static bool BeginsSentence(DocumentContext context) => context.Report.ImpactDuration is { Phases: [var first, ..] } && IsSentence(first.What);

    /// <summary>The type of an incident in words.</summary>
    public static string Type(PostMortemSpec spec) => spec.Type switch
    {
        IncidentType.DataLoss when DataSection.IsCorruption(spec.Impact?.Data) => "Data corruption",
        IncidentType.DataLoss => "Data loss",
        IncidentType.Security => "Security incident",
        IncidentType.NearMiss => "Near miss",
        IncidentType.FalseAlarm => "False alarm",
        var type => type.ToString(),
    };

    private static string Response(DocumentContext context) =>
        Exposure.Of(context.Spec, context.Report.Timestamps) is { Response: { } response, IsFixed: var isFixed } ? $", {(isFixed ? "fixed" : "over")} {FigureText.InWords(response.Text)} after the detection" : "";

    /// <summary>How long a phase was, such as "27m", or "27m so far"; null when its end is not known.</summary>
    public static string? Length(DocumentContext context, ImpactPhase phase) =>
        phase.Length is { } length ? length.Text
        : IsOpen(context, phase) && DurationPhrases.UntilNow(context, phase.From) is { } sofar ? $"{sofar.Text} so far"
        : null;

    /// <summary>Whether a phase goes on: one without an end, while the incident does.</summary>
    public static bool IsOpen(DocumentContext context, ImpactPhase phase) => phase.To is null && context.Ongoing;

    private static string Phase(DocumentContext context, ImpactPhase phase, ImpactPhase? before)
    {
        var joint = before is null ? "" : IsSentence(phase.What) ? ". " : before.To is { } end && end.Position <= phase.From.Position ? ", then " : ", ";
        return $"{joint}{Clause(phase.What)} {(Length(context, phase) is { } length ? $"for {FigureText.InWords(length)}" : "(end not known)")}";
    }

    // What follows it says more.
    private static string Clause(string text) =>
        MarkdownText.Line(text.TrimEnd() is var clause && clause.EndsWith('.') && !clause.EndsWith("..", StringComparison.Ordinal) ? clause[..^1] : text, links: true);

    private static bool IsSentence(string text) => text.TrimStart() is [var first, ..] && char.IsUpper(first);

    private static string Qualifier(MeasureQualifier qualifier) => qualifier switch
    {
        MeasureQualifier.About => "about ",
        MeasureQualifier.AtLeast => "at least ",
        MeasureQualifier.UpTo => "up to ",
        _ => "",
    };
}
