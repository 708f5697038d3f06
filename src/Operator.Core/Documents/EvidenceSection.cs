using System.Globalization;
using Operator.Core.Documents.Model;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>How the figures were measured. Queries are told in UTC: they are read next to a server's log.</summary>
internal static class EvidenceSection
{
    private const string Format = "yyyy-MM-dd HH:mm:ss'Z'";

    public static EvidenceModel Build(DocumentContext context)
    {
        var report = context.Report;
        var evidence = context.Evidence is { Source: not null } read ? read : null;
        var queries = evidence is null ? [] : evidence.AllQueries().Select(q => Query(context, q)).ToList();
        return new EvidenceModel
        {
            Title = evidence is null ? "Where each time comes from" : $"Where each time comes from, how budgets are counted, and the queries ({FigureText.Count(queries.Count)})",
            Source = evidence is null ? null : MarkdownText.Escape(evidence.Source!.Name),
            ServerVersion = evidence?.Source!.ServerVersion is { Length: > 0 } version ? MarkdownText.Escape(version) : null,
            CollectedAt = evidence is null ? null : Time(evidence.CollectedAt),
            Digest = evidence is not null && context.Options.EvidenceDigest is { } digest ? MarkdownText.Code(digest) : null,
            Times = [.. report.Timestamps.Select(t => Told(context, t))],
            Counting = [.. report.Slos.Select(Counting).OfType<string>(), .. evidence is null ? [] : CountedByObjective(evidence)],
            Queries = queries,
        };
    }

    private static EvidenceTimeModel Told(DocumentContext context, IncidentTimestamp timestamp) => new()
    {
        Name = Words.Moment(timestamp.Name),
        Time = context.Clock.Stamp(timestamp.Time, timestamp.Precision),
        Source = Words.Source(timestamp),
        Within = timestamp.UncertaintySeconds is > 0 and var seconds ? FigureText.Seconds(seconds) : null,
    };

    private static string? Counting(SloReport slo)
    {
        var how = slo.CountSource switch
        {
            CountSource.RawSamples => "requests in the incident are counted from the counters' own samples; those before it by `increase()`, which extrapolates",
            CountSource.Increase => "requests are counted by `increase()`, which extrapolates",
            CountSource.RateTimesSeconds => "requests are rates, times the length of the incident",
            _ => null,
        };
        return how is null ? null : $"{MarkdownText.Escape(slo.Name)}: {how}.";
    }

    private static IEnumerable<string> CountedByObjective(IncidentEvidence evidence) => evidence.Parts
        .Where(p => p.Objective is not null)
        .GroupBy(p => p.Objective!, StringComparer.Ordinal)
        .Select(g => $"{Words.Capital(Words.List([.. g.Select(p => QueryWords.Impact(p.Name))]))}: the query adds up the same counters as the objective {MarkdownText.Escape(g.Key)}. These were counted exactly already, so that the objective's count is shown, and the query was not asked.");

    private static EvidenceQueryModel Query(DocumentContext context, EvidenceQuery query) => new()
    {
        Purpose = MarkdownText.Escape(QueryWords.Purpose(query)),
        Expression = MarkdownText.CellCode(QueryWords.IsMachineMade(query) ? QueryWords.Shortened(query.Expression) : query.Expression),
        Time = When(query),
        Result = query.Result is { } result ? MarkdownText.Escape(result) : null,
        Graph = context.Options.PrometheusUrl is { } prometheus && GeneratedLinks.PrometheusGraph(prometheus, query) is { } graph ? MarkdownLink.Titled("graph", graph.AbsoluteUri) : null,
    };

    private static string When(EvidenceQuery query) => query.From is { } from
        ? $"{Time(from)} to {Time(query.Time)}, every {FigureText.Duration(TimeSpan.FromSeconds(query.StepSeconds ?? 0))}"
        : Time(query.Time);

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture);
}
