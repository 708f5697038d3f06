using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Reports;

/// <summary>What a reader must know before trusting the figures.</summary>
internal static class ReportWarnings
{
    public static IReadOnlyList<string> Find(IncidentEvidence? evidence, IncidentWindow window, IReadOnlyList<IncidentTimestamp> timestamps, DateTimeOffset asOf)
    {
        IEnumerable<string?> all =
        [
            .. evidence?.AllWarnings() ?? [],
            .. new AlertWarnings(window.Episodes, timestamps, evidence?.SearchWindow, asOf).Find(),
            evidence?.Incident is { } read && window.Range is { } now && Differ(read, now)
                ? $"objectives were read over {Text(read)}, but the incident is now {Text(now)}; refresh the evidence"
                : null,
            timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.ResolvedAt) is { } end && end.Time > asOf
                ? $"resolvedAt ({Instants.Text(end.Time)}) is after the evaluation time ({Instants.Text(asOf)}); objectives are read up to the latter"
                : null,
        ];
        return [.. all.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static bool Differ(TimeRange a, TimeRange b) =>
        (a.Start - b.Start).Duration() > TimeSpan.FromMilliseconds(1) || (a.End - b.End).Duration() > TimeSpan.FromMilliseconds(1);

    private static string Text(TimeRange range) => $"{Instants.Text(range.Start)} to {Instants.Text(range.End)}";
}
