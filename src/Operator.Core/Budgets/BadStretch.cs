using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Budgets;

/// <summary>From when to when an indicator was below its objective, around and within the incident.</summary>
internal sealed record BadStretch
{
    // A ratio that only the last bits of a fraction lift over the limit is at the limit.
    private const double Tolerance = 1e-9;

    /// <summary>The beginning of the first slice below the objective, or of what the chart shows before it without a break; null when it is not known.</summary>
    public DateTimeOffset? From { get; private init; }

    /// <summary>The end of the last slice below the objective, or of what the chart shows after it without a break; null when it is not known.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>Whether nothing after <see cref="Until"/> tells that it was well again.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>Whether no slice of the incident was below the objective, and each of them had traffic.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>How far both ends may be off, in seconds: a slice, half of the range of recorded values, which see errors that far off, and what values look back over beyond a slice.</summary>
    public double UncertaintySeconds { get; private init; }

    /// <summary>Reads it off the slices; null where these tell nothing.</summary>
    public static BadStretch? Find(SloSpec slo, SloEvidence evidence, TimeRange incident)
    {
        var inputs = new BudgetInputsBuilder(slo, evidence, incident).BuildWhole();
        if (inputs.Contradiction is not null || IncidentCoverage.WhyNot(inputs.Slices, inputs) is not null)
        {
            return null;
        }

        List<BudgetSlice> slices = [.. inputs.Slices];
        var (first, last) = (slices.FindIndex(IsBad), slices.FindLastIndex(IsBad));
        if (first < 0)
        {
            return new BadStretch { IsEmpty = slices.TrueForAll(s => s is { HasData: true, ErrorRatio: not null }) };
        }

        var chart = new Chart(evidence.Series, inputs.BudgetRatio);
        var (from, until) = (slices[first].Start, End(slices[last]));
        var chronic = false;
        var open = last == slices.Count - 1;
        if (first == 0)
        {
            (from, chronic) = chart.Before(from);
        }

        if (open)
        {
            (until, open) = chart.After(until);
        }

        return new BadStretch
        {
            From = !chronic && slices[..first].TrueForAll(s => s.HasData) ? from : null,
            Until = slices[(last + 1)..].TrueForAll(s => s.HasData) ? until : null,
            IsOpen = open,
            UncertaintySeconds = Math.Max(slices[first].Seconds, slices[last].Seconds) + (evidence.LagSeconds ?? 0) + (evidence.LookBackSeconds ?? 0),
        };

        bool IsBad(BudgetSlice slice) => slice.IsBad(inputs.BudgetRatio);
    }

    private static DateTimeOffset End(BudgetSlice slice) => Instants.ToMillisecond(Instants.Add(slice.Start, TimeSpan.FromSeconds(slice.Seconds)));

    /// <summary>The points of the chart, each about the stretch since the one before it.</summary>
    private sealed class Chart(IReadOnlyList<SliPoint> series, double budgetRatio)
    {
        private readonly List<SliPoint> _points = series.InOrder((a, b) => a.At.CompareTo(b.At) is var at and not 0 ? at : Sequences.Compare(a.Value, b.Value));

        /// <summary>How far back it was bad without a break; whether that reaches to where the chart begins, so that it tells no beginning.</summary>
        public (DateTimeOffset From, bool IsAllOfIt) Before(DateTimeOffset start)
        {
            var index = _points.FindLastIndex(p => p.At <= start);
            if (index < 1 || !Touches(_points[index].At, start))
            {
                return (start, false);
            }

            while (index > 0 && IsBad(_points[index]) && Touches(_points[index].At, start))
            {
                start = _points[--index].At;
            }

            return (start, index == 0 && IsBad(_points[0]));
        }

        /// <summary>How far on it was bad without a break, and whether nothing tells that this was the end.</summary>
        public (DateTimeOffset Until, bool IsOpen) After(DateTimeOffset end)
        {
            var isOpen = true;
            foreach (var point in _points.Where(p => p.At > end).ToList())
            {
                if (point.Value is null || !Touches(end, point.At))
                {
                    break;
                }

                if (!IsBad(point))
                {
                    isOpen = false;
                    break;
                }

                end = point.At;
            }

            return (end, isOpen);
        }

        private bool IsBad(SliPoint point) => point.Value < 1 - budgetRatio - Tolerance;

        // Points lie a step apart, and the incident's ends need not be on one of them.
        private bool Touches(DateTimeOffset earlier, DateTimeOffset later) => later - earlier <= 2 * Step();

        private TimeSpan Step() => _points.Count < 2 ? TimeSpan.Zero : (_points[^1].At - _points[0].At) / (_points.Count - 1);
    }
}
