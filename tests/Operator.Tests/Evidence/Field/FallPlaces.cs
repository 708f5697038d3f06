using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Counters that fall by a hair at moments at which that is hard to see. Times are seconds from S.</summary>
/// <param name="Index">What its series carry in their label fallen.</param>
/// <param name="Interval">Seconds between two scrapes.</param>
/// <param name="Length">How long the incident lasts.</param>
/// <param name="PerSecond">Events a second.</param>
/// <param name="Ratio">The share that fails in the incident.</param>
/// <param name="Falls">When counters of a code fall, and by which share of their value.</param>
internal sealed record FallPlaces(int Index, int Interval, int Length, double PerSecond, double Ratio, params (double At, string Code, double Share)[] Falls)
{
    public const string Metric = "fallen_total";

    public const int Days = 3;

    private const double Before = (Days * 86_400) + 7200;

    public static readonly FallPlaces[] All =
    [
        // In the slices that the incident's beginning stands for.
        new(0, 60, 3600, 20, 0.1, (70, "500", 0.0002)),
        new(1, 120, 7200, 10, 0.1, (10, "200", 0.0001)),
        new(2, 60, 5400, 20, 0.2, (200, "500", 0.0005)),
        new(3, 15, 3600, 20, 0.1, (20, "500", 0.0002)) { SlowInterval = 60, SlowShare = 0.5 },

        // Of a job that is scraped less often, before the incident.
        new(4, 15, 3600, 20, 0.1, (-9000, "500", 0.0002)) { SlowInterval = 60, SlowShare = 0.5 },
        new(5, 15, 3600, 20, 0.1, (-9000, "200", 0.0001)) { SlowInterval = 60, SlowShare = 0.9 },
        new(6, 10, 5400, 20, 0.2, (-30_000, "500", 0.001)) { SlowInterval = 120, SlowShare = 0.7 },

        // Several that are together more than a replica can be behind.
        new(7, 15, 3600, 20, 0.1, (900, "500", 0.008), (2300, "500", 0.008)) { Lasts = 60 },
        new(8, 15, 3600, 20, 0.1, (600, "500", 0.006), (1200, "500", 0.006), (1800, "500", 0.006), (2400, "500", 0.006)) { Lasts = 60 },
        new(9, 30, 7200, 20, 0.1, (-9000, "500", 0.008), (-8000, "500", 0.008)) { Lasts = 60 },
        new(10, 15, 3600, 20, 0.1, (600, "200", 0.006), (1200, "200", 0.006), (1800, "200", 0.006), (2400, "200", 0.006)) { Lasts = 60 },

        // Beside a restart.
        new(11, 15, 3600, 20, 0.1, (900, "200", 0.008)) { Lasts = 60, RestartAt = 2400 },
        new(12, 30, 5400, 20, 0.1, (1900, "500", 0.008)) { Lasts = 60, RestartAt = 3300 },

        // Where samples are far apart.
        new(13, 120, 5400, 20, 0.1, (-9000, "200", 0.0001)),
        new(14, 120, 7200, 20, 0.2, (-50_000, "500", 0.0001)),
        new(15, 15, 3600, 20, 0.1, (900, "200", 0.0001)) { SlowInterval = 300, SlowShare = 0.8 },

        // With few errors where no counter falls.
        new(16, 30, 7200, 10, 0.1, (600, "500", 0.0005), (1440, "500", 0.0005), (2520, "500", 0.0005)) { ErrorsUntil = 2400, Later = 0.0002 },
        new(17, 30, 7200, 10, 0.2, (400, "500", 0.0005), (1100, "500", 0.0005)) { ErrorsUntil = 1800, Later = 0.0001 },
    ];

    /// <summary>Seconds between two scrapes of the pod whose counters fall; null where it is the only one.</summary>
    public int? SlowInterval { get; init; }

    /// <summary>The share of the traffic that it has.</summary>
    public double SlowShare { get; init; } = 1;

    /// <summary>After how long a counter is back; null where it goes on from where it fell to.</summary>
    public double? Lasts { get; init; }

    /// <summary>When its process begins again.</summary>
    public double? RestartAt { get; init; }

    /// <summary>How long the share fails; then it is <see cref="Later"/>.</summary>
    public double? ErrorsUntil { get; init; }

    public double Later { get; init; }

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 7);

    public DateTimeOffset End => Start.AddSeconds(Length);

    public double Events => PerSecond * Length;

    public double Failures => ErrorsAt(Length);

    /// <summary>What the incident consumes, in percent of the budget of an objective of 99 %.</summary>
    public double Consumed => 100 * Failures / (0.01 * PerSecond * Days * 86_400);

    public static void AddTo(MetricHistory history)
    {
        foreach (var one in All)
        {
            foreach (var code in new[] { "200", "500" })
            {
                one.Add(history, "fallen", code, one.SlowInterval ?? one.Interval, one.SlowShare, falls: true);
                if (one.SlowShare < 1)
                {
                    one.Add(history, "whole-0", code, one.Interval, (1 - one.SlowShare) / 2, falls: false);
                    one.Add(history, "whole-1", code, one.Interval, (1 - one.SlowShare) / 2, falls: false);
                }
            }
        }
    }

    private double ErrorsAt(double at) =>
        PerSecond * ((Ratio * Math.Clamp(at, 0, ErrorsUntil ?? Length)) + (ErrorsUntil is { } until ? Later * Math.Clamp(at - until, 0, Length - until) : 0));

    private void Add(MetricHistory history, string pod, string code, int interval, double share, bool falls)
    {
        var first = (code is "500" ? 400_000 : 5_000_000) * share;
        double Counted(double t) => share * (code is "500" ? ErrorsAt(t) : (PerSecond * (t + Before)) - ErrorsAt(t));

        var samples = new List<(DateTimeOffset, double)>();
        var fallen = 0.0;
        var (low, restarted) = (0, false);
        var (back, before) = ((double?)null, 0.0);
        for (var t = -Before + 4; t < Length + 3600; t += interval)
        {
            if (falls && RestartAt <= t && !restarted)
            {
                (restarted, fallen) = (true, first + Counted(RestartAt!.Value));
            }

            if (back <= t)
            {
                (back, fallen) = (null, before);
            }

            foreach (var fall in Falls.Where(f => f.Code == code).Skip(low).Where(f => falls && f.At <= t).ToList())
            {
                // A replica that is behind has not even what was counted up to the sample before.
                (back, before) = (Lasts is { } lasts ? t + lasts : null, fallen);
                fallen = first + Counted(t) - ((1 - fall.Share) * (first + Counted(t - interval) - fallen));
                low++;
            }

            samples.Add((Start.AddSeconds(t), Math.Floor(first + Counted(t) - fallen)));
        }

        history.Add(Metric, new Dictionary<string, string>(StringComparer.Ordinal) { ["fallen"] = Index.ToString(CultureInfo.InvariantCulture), ["pod"] = pod, ["code"] = code }, samples);
    }
}
