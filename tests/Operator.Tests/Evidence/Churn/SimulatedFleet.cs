using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Churn;

/// <summary>
/// A service of some pods that come and go, restart in place, get their error series with the first error, miss scrapes, and had other
/// incidents before. What its samples tell is counted while they are made.
/// </summary>
internal sealed class SimulatedFleet
{
    public const int Seeds = 20;
    public const double Objective = 99.5;

    public static readonly DateTimeOffset Start = new(2025, 12, 10, 10, 0, 7, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Start.AddMinutes(18);
    public static readonly DateTimeOffset Now = End.AddMinutes(50);

    private const int Pods = 6;
    private const int Incidents = 3;
    private const double PerSecond = 4;
    private const double BaseRatio = 0.0002;
    private const double MissedScrapes = 0.005;
    private const double Jitter = 0.015;

    private readonly Random _random;
    private readonly List<(double From, double To, double Ratio)> _incidents = [];
    private readonly double[] _errors;
    private readonly double[] _total;
    private readonly double _windowStart;
    private int _podCount;

    private SimulatedFleet(int seed)
    {
        _random = new Random(seed);
        Seed = seed;
        (IntervalSeconds, LifeSeconds, WindowSeconds) = (seed % 4) switch
        {
            0 => (60, 86_400, 3 * 86_400),
            1 => (60, 3600, 86_400),
            2 => (15, 3600, 43_200),
            _ => (15, 86_400, 86_400),
        };
        _windowStart = -(WindowSeconds - (End - Start).TotalSeconds);
        (_errors, _total) = (new double[(int)(-_windowStart / 60)], new double[(int)(-_windowStart / 60)]);
    }

    public int Seed { get; }

    public string Job => $"fleet{Seed}";

    public double IntervalSeconds { get; }

    public double LifeSeconds { get; }

    public double WindowSeconds { get; }

    /// <summary>How many edges of other incidents lie in the window.</summary>
    public int Edges => 2 * Incidents;

    /// <summary>Errors in the window, the incident included.</summary>
    public double Errors { get; private set; }

    /// <summary>All events in the window, the incident included.</summary>
    public double Total { get; private set; }

    /// <summary>Seconds of bad one-minute slices before the incident.</summary>
    public double BadSeconds => 60 * _errors.Zip(_total).Count(s => s.First > (1 - (Objective / 100)) * s.Second + 1e-9);

    /// <summary>The sum of error ratios of one-minute slices before the incident, times 60.</summary>
    public double ErrorRatioSeconds => 60 * _errors.Zip(_total).Sum(s => s.Second > 0 ? s.First / s.Second : 0);

    public static SimulatedFleet Create(int seed, MetricHistory? history = null)
    {
        var fleet = new SimulatedFleet(seed);
        fleet.Simulate(history ?? new MetricHistory());
        return fleet;
    }

    private double Uniform(double from, double to) => from + (_random.NextDouble() * (to - from));

    private double Life() => Math.Max(5 * IntervalSeconds, -Math.Log(1 - _random.NextDouble()) * LifeSeconds);

    private void Simulate(MetricHistory history)
    {
        // Apart from each other and from the incident, so that each has two edges of its own.
        var room = (-_windowStart - 7200) / Incidents;
        for (var i = 0; i < Incidents; i++)
        {
            var from = _windowStart + 1800 + (i * room) + Uniform(0, room / 3);
            _incidents.Add((from, from + Uniform(240, Math.Min(2400, room / 2)), Uniform(0.05, 0.6)));
        }

        _incidents.Add((0, (End - Start).TotalSeconds, 0.1));
        for (var i = 0; i < Pods; i++)
        {
            for (var t = _windowStart - 5400 - Uniform(0, LifeSeconds); t < 5400;)
            {
                t = SimulatePod(history, t) + Uniform(1, 30);
            }
        }
    }

    // Returns when the pod ends.
    private double SimulatePod(MetricHistory history, double begins)
    {
        var (restarts, ends) = (new Queue<double>(), begins + Life());
        while (_random.NextDouble() < 0.5 && ends < 5400)
        {
            restarts.Enqueue(ends);
            ends += Life();
        }

        var (pod, phase) = ($"pod-{_podCount++}", Uniform(0, IntervalSeconds));
        var (good, bad) = (new List<(DateTimeOffset, double)>(), new List<(DateTimeOffset, double)>());
        var (goods, bads, last) = (0.0, 0.0, begins);
        var pending = new List<(double From, double To, double Good, double Bad)>();
        var dataStart = _windowStart - 5400;
        for (var scrape = begins + phase; scrape < Math.Min(ends, 5400); scrape += IntervalSeconds)
        {
            var at = Math.Round(scrape + Uniform(-Jitter, Jitter) * IntervalSeconds, 3);
            while (restarts.TryPeek(out var restart) && restart <= at)
            {
                // What was counted after the last scrape is gone.
                (goods, bads, last) = (0, 0, restarts.Dequeue());
                pending.Clear();
            }

            Happen(pending, last, at);
            last = at;
            if (at < dataStart || _random.NextDouble() < MissedScrapes)
            {
                continue;
            }

            foreach (var part in pending)
            {
                (goods, bads) = (goods + part.Good, bads + part.Bad);
                Count(part);
            }

            pending.Clear();
            good.Add((Start.AddSeconds(at), goods));
            if (bads > 0)
            {
                bad.Add((Start.AddSeconds(at), bads));
            }
        }

        Add(history, pod, "200", good);
        Add(history, pod, "500", bad);
        return ends;
    }

    private void Add(MetricHistory history, string pod, string code, List<(DateTimeOffset, double)> samples)
    {
        if (samples.Count > 0)
        {
            history.Add("fleet_requests_total", new Dictionary<string, string>(StringComparer.Ordinal) { ["job"] = Job, ["instance"] = pod, ["code"] = code }, samples);
        }
    }

    // Events of a stretch, in parts within which the error ratio does not change.
    private void Happen(List<(double From, double To, double Good, double Bad)> pending, double from, double to)
    {
        double[] edges = [from, .. _incidents.SelectMany(i => new[] { i.From, i.To }).Append(_windowStart).Where(e => e > from && e < to).Order(), to];
        for (var i = 1; i < edges.Length; i++)
        {
            var middle = (edges[i - 1] + edges[i]) / 2;
            var ratio = _incidents.Where(x => middle >= x.From && middle < x.To).Select(x => x.Ratio).FirstOrDefault(BaseRatio);
            var events = Poisson(PerSecond * (edges[i] - edges[i - 1]));
            var bad = Math.Min(events, Poisson(events * ratio));
            pending.Add((edges[i - 1], edges[i], events - bad, bad));
        }
    }

    private double Poisson(double mean)
    {
        if (mean > 30)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * normal)));
        }

        var (count, product) = (-1, 1.0);
        for (var limit = Math.Exp(-mean); product > limit; count++)
        {
            product *= 1 - _random.NextDouble();
        }

        return Math.Max(0, count);
    }

    private void Count((double From, double To, double Good, double Bad) part)
    {
        if (part.From >= _windowStart && part.To <= (End - Start).TotalSeconds + 1e-6)
        {
            (Errors, Total) = (Errors + part.Bad, Total + part.Good + part.Bad);
        }

        // Slices are laid back from the incident's start.
        var length = part.To - part.From;
        for (var at = Math.Max(part.From, -60.0 * _total.Length); at < Math.Min(part.To, 0) - 1e-9;)
        {
            var slice = Math.Min(_total.Length - 1, (int)((-at - 1e-9) / 60));
            var end = Math.Min(Math.Min(part.To, 0), -60.0 * slice);
            end = end <= at ? Math.Min(part.To, at + 1e-6) : end;
            var share = (end - at) / length;
            _errors[slice] += part.Bad * share;
            _total[slice] += (part.Good + part.Bad) * share;
            at = end;
        }
    }
}
