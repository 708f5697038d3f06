using System.Globalization;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Evidence;

/// <summary>What is kept of the alerts that a spec asks for.</summary>
/// <param name="Series">The kept series.</param>
/// <param name="Part">Their part; null when alerts were never asked for.</param>
/// <param name="Looked">Where they were looked for.</param>
/// <param name="RecordedUntil">A moment until which the source certainly went on recording; null when that is not known.</param>
internal sealed record KnownAlerts(IReadOnlyList<AlertSeries> Series, EvidencePart? Part, TimeRange? Looked, DateTimeOffset? RecordedUntil)
{
    public static KnownAlerts Of(PostMortemSpec spec, IncidentEvidence? kept, EvidencePart? part) =>
        kept is null || part is null ? new([], null, null, null) : new(EvidenceView.Of(spec, kept).Alerts, part, kept.SearchWindow, kept.RecordedUntil);

    public AlertsReading AsReading() => new(Series, Looked) { RecordedUntil = RecordedUntil };

    /// <summary>When the alerts ended, if that is final: what they do later is another incident.</summary>
    public DateTimeOffset? FinalEnd(PostMortemSpec spec)
    {
        if (Part is not { Frozen: true } part)
        {
            return null;
        }

        var episodes = IncidentWindow.Resolve(spec, Series, part.CollectedAt, Looked, RecordedUntil).Episodes;
        return episodes.Any(e => e.Firing || e.LastSeenFiringAt is not null) ? null : episodes.Max(e => e.ResolvedAt);
    }

    /// <summary>Joins what was read now with what is kept.</summary>
    /// <param name="fresh">What was read.</param>
    /// <param name="searched">Where.</param>
    /// <param name="isSameQuestion">Whether the kept series answer the same question; if not, those outside of the new search window go.</param>
    /// <param name="problems">What could not be read.</param>
    public AlertsReading Join(IReadOnlyList<AlertSeries> fresh, TimeRange searched, bool isSameQuestion, IReadOnlyList<EvidenceProblem> problems)
    {
        IReadOnlyList<AlertSeries> known = isSameQuestion ? Series : [.. Series.Select(s => AlertSeriesBuilder.Within(s, searched)).OfType<AlertSeries>()];
        if (Part is null || known.Count == 0)
        {
            // Looked for again, and again there is nothing: a new time alone says nothing new.
            var isSameNothing = Part is not null && isSameQuestion && fresh.Count == 0 && problems.SequenceEqual(Part.Problems) && Looked?.Start == searched.Start;
            return (isSameNothing ? AsReading() with { Stands = true } : new(fresh, searched)) with { Problems = problems };
        }

        (known, fresh) = (AlertMerger.As(known, fresh), AlertMerger.As(fresh, known));
        var looked = Looked?.End ?? Part.CollectedAt;
        if (AlertMerger.WithoutEnd(known, looked, fresh) is { Count: > 0 } lost)
        {
            return AsReading() with { Stands = true, IsEndLost = true, Problems = problems.Count > 0 ? problems : [.. lost.Select(l => EndLost(l.Name, looked)).Distinct()] };
        }

        var missing = AlertMerger.Lacking(fresh, known);
        return missing.Count > 0 && AlertMerger.Covers(known, fresh)
            ? AsReading() with { Stands = true, Problems = problems.Count > 0 ? problems : [.. missing.Select(Forgotten)] }
            : new(AlertMerger.Join(known, fresh), searched);
    }

    /// <summary>What is missing of an alert that was active when it was last read, and of which nothing more can be read.</summary>
    /// <param name="name">The alert's name.</param>
    /// <param name="looked">Up to when it was read.</param>
    public static EvidenceProblem EndLost(string name, DateTimeOffset looked) => new(
        Reasons.NoData, $"detection.alerts ({name}): it was active when it was last read ({looked.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}), and nothing tells when it ended; state incident.resolvedAt");

    private static EvidenceProblem Forgotten(AlertSeries series) =>
        new(Reasons.NoData, $"detection.alerts ({series.Name}): Prometheus no longer has its samples");
}
