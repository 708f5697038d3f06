using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Tells whether a new answer lacks something that the kept one has. Prometheus forgets; kept evidence does not.</summary>
internal static class PartComparison
{
    // What ages out between two collections of the same window is less than this.
    private const double Tolerance = 0.99;

    /// <summary>What the new answer lacks, for people; null when it lacks nothing.</summary>
    public static string? WhatIsLess(SloEvidence fresh, SloEvidence kept)
    {
        if (LacksFigure(fresh, kept))
        {
            return "figures are missing that were measured before";
        }

        if (fresh.Over == kept.Over && Covered(fresh.Slices) < Covered(kept.Slices) * Tolerance)
        {
            return "Prometheus covers less of the incident than it did";
        }

        return fresh.Window == kept.Window && !(fresh.Before?.CoveredSeconds >= kept.Before?.CoveredSeconds * Tolerance) && kept.Before?.CoveredSeconds is not null
            ? "Prometheus covers less of the budget window than it did"
            : null;
    }

    private static bool LacksFigure(SloEvidence fresh, SloEvidence kept) =>
        (kept.Kind == fresh.Kind && kept.Incident is not null && fresh.Incident is null)
        || (Covered(kept.Slices) > 0 && Covered(fresh.Slices) <= 0)
        || (kept.Before?.BadSeconds is not null && fresh.Before?.BadSeconds is null)
        || (kept.Before?.ErrorRatioSeconds is not null && fresh.Before?.ErrorRatioSeconds is null)
        || (kept.Before?.CoveredSeconds is not null && fresh.Before?.CoveredSeconds is null)
        || (kept.Kind == fresh.Kind && kept.Before?.Counts is not null && fresh.Before?.Counts is null)
        || (kept.Series.Any(p => p.Value is not null) && !fresh.Series.Any(p => p.Value is not null));

    private static double Covered(IReadOnlyList<SliSlice> slices) => slices.Where(s => s.HasData).Sum(s => s.Seconds);
}
