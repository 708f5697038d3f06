namespace Operator.Tests.Evidence;

/// <summary>A counter of a simulated process: a rate that changes at known moments, scraped at a known rhythm.</summary>
internal sealed record SimulatedCounter
{
    /// <summary>Events per second from each moment on, sorted.</summary>
    public required IReadOnlyList<(DateTimeOffset From, double PerSecond)> Rates { get; init; }

    public required DateTimeOffset FirstScrape { get; init; }

    public required DateTimeOffset LastScrape { get; init; }

    public required double IntervalSeconds { get; init; }

    /// <summary>Moments at which the process begins again at zero.</summary>
    public IReadOnlyList<DateTimeOffset> Restarts { get; init; } = [];

    /// <summary>Stretches in which it is not scraped.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Gaps { get; init; } = [];

    /// <summary>Whether the series appears only with its first event, as those of client libraries do.</summary>
    public bool BornWithFirstEvent { get; init; }

    public double Events(DateTimeOffset from, DateTimeOffset to)
    {
        double events = 0;
        for (var i = 0; i < Rates.Count; i++)
        {
            var begin = Rates[i].From > from ? Rates[i].From : from;
            var end = i + 1 < Rates.Count && Rates[i + 1].From < to ? Rates[i + 1].From : to;
            events += end > begin ? (end - begin).TotalSeconds * Rates[i].PerSecond : 0;
        }

        return events;
    }

    public IEnumerable<(DateTimeOffset At, double Value)> Samples()
    {
        for (var t = FirstScrape; t <= LastScrape; t = t.AddSeconds(IntervalSeconds))
        {
            var value = Math.Floor(Events(Restarts.Where(r => r <= t).Append(Rates[0].From).Max(), t));
            if (!Gaps.Any(g => t > g.From && t < g.To) && !(BornWithFirstEvent && value <= 0))
            {
                yield return (t, value);
            }
        }
    }
}
