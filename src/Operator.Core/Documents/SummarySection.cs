using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>The executive summary. A blank impact and the budget are computed; the other lines are a person's.</summary>
internal static partial class SummarySection
{
    // More objectives than that make no sentence that anybody reads; SLO Impact has them all.
    private const int MostObjectives = 3;

    public static SummaryModel Build(DocumentContext context)
    {
        var summary = context.Spec.Summary;
        return new SummaryModel
        {
            Incident = DocumentModelBuilder.Markdown(summary?.Incident),
            Impact = DocumentModelBuilder.Markdown(summary?.Impact),
            Customers = DocumentModelBuilder.Markdown(context.Spec.Impact?.Customers) ?? Data(context.Spec.Impact?.Data),
            ComputedImpact = Impact(context),
            Budget = Budget(context),
            RootCause = DocumentModelBuilder.Markdown(summary?.RootCause) ?? RootCause(context.Spec.Analysis),
            Resolution = DocumentModelBuilder.Markdown(summary?.Resolution),
            Prevention = DocumentModelBuilder.Markdown(summary?.Prevention),
        };
    }

    // What the analysis says already is not asked for again.
    private static AuthorMarkdown? RootCause(AnalysisSpec? analysis) =>
        DocumentModelBuilder.Markdown(analysis?.RootCause) ?? DocumentModelBuilder.Markdown(string.Join("; ", (analysis?.RootCauses ?? []).Where(c => !string.IsNullOrWhiteSpace(c)).Select(c => c.TrimEnd('.', ' '))));

    // Whom it concerns nobody says; what it concerns is said.
    private static AuthorMarkdown? Data(DataImpactSpec? data) => DocumentModelBuilder.Markdown(string.Join("\n\n", new[]
    {
        Told("Data lost", data?.Lost),
        Told("Data corrupted", data?.Corrupted),
        Told("Exposed", data?.Exposed),
    }.OfType<string>()));

    // Lists, code and the like, which begin a line, stand in the assessment.
    private static string? Told(string what, string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : $"{what}: {(OneLine().IsMatch(text) ? text.Trim() : "see the Impact Assessment.")}";

    private static string? Impact(DocumentContext context)
    {
        if (ImpactPhrases.IsNone(context))
        {
            return ImpactPhrases.None;
        }

        string?[] parts =
        [
            .. ImpactPhrases.Numbers(context),
            ImpactPhrases.Loss(context.Report.Impact, "revenue loss"),
        ];
        var known = parts.OfType<string>().ToList();
        var numbers = known.Count == 0 ? null : Words.Capital(string.Join("; ", known));

        // How long it took from the detection says nothing of users.
        var length = ImpactPhrases.Length(context) ?? (DurationPhrases.Whole(context) == DurationName.Total ? DurationPhrases.Sentence(context, DurationName.Total) : null);
        return numbers is null || length is null ? numbers ?? (length is null ? null : Words.Capital(length))
            : $"{numbers}{(ImpactPhrases.BeginsSentence(context) ? "." : ";")} {length}";
    }

    private static string? Budget(DocumentContext context)
    {
        var named = context.Report.Slos.Count > 1;
        var sentences = context.Report.Slos.Select(s => Budget(context, s, named)).OfType<string>().Take(MostObjectives).ToList();
        return sentences.Count == 0 ? null : $"{string.Join(" ", sentences)} {Meaning(context.Report.Slos)}";
    }

    // Whoever reads the summary alone need not know the word.
    private static string Meaning(IReadOnlyList<SloReport> slos) => slos is [var slo]
        ? $"(The error budget is how much may go wrong before the objective of {FigureText.Target(slo.Objective)} is missed: {FigureText.Share(100 - slo.Objective)}{(slo.Method == BudgetingMethod.Timeslices ? " of the time" : "")}.)"
        : "(An error budget is how much may go wrong before an objective is missed.)";

    private static string? Budget(DocumentContext context, SloReport slo, bool named)
    {
        if (slo.Budget is not { State: FigureState.Recorded, ConsumedPercent: { } consumed } budget)
        {
            return null;
        }

        var used = budget.LeastConsumedPercent is { } least ? $"between {FigureText.Headline(least)} and {FigureText.Headline(consumed)}" : FigureText.Headline(consumed);
        var of = named ? $" for {MarkdownText.Escape(slo.Name)}" : "";
        return $"This incident {(context.Ongoing ? "has so far used" : "used")} {used} of {SloSection.Budget(context, slo)}{of}{Left(budget)}.";
    }

    private static string Left(BudgetFigure budget) => budget.RemainingPercent switch
    {
        null => "",
        < 0 and var remaining when budget.MostRemainingPercent is null or < 0 => $"; it is overspent by {FigureText.Headline(-remaining)}",
        var remaining when budget.MostRemainingPercent is { } most => $"; between {FigureText.Headline(remaining.Value)} and {FigureText.Headline(most)} is left",
        var remaining => $"; {FigureText.Headline(remaining.Value)} is left",
    };

    [GeneratedRegex("^\\s{0,3}(?![0-9]+[.)]\\s)[\\p{L}\\p{N}\"'(\\p{Sc}](?!.*\\[\\^)[^\\r\\n]*\\s*\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OneLine();
}
