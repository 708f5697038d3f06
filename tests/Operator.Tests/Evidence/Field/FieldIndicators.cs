using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Indicators as production and other teams' SLO files leave them, each in all variants. Times are seconds from S.</summary>
internal static class FieldIndicators
{
    /// <summary>What the counters of mixed replicas had before the window.</summary>
    public const double Had = 5_000_000;

    /// <summary>When a counter of mixed replicas fell before the incident.</summary>
    public const int FellBefore = 7 * 3600;

    /// <summary>When a label was renamed, before the incident; the new series began five minutes later.</summary>
    public const int Renamed = 2 * 3600;

    private const int After = 5400;

    // How many seconds before the incident counters fell again and again.
    private static readonly int[] Falls = [(3 * 3600) + 17, (7 * 3600) + 140, (12 * 3600) + 299, 20 * 3600];

    public static void AddTo(MetricHistory history)
    {
        foreach (var variant in FieldVariant.All)
        {
            new Writer(history, variant).Add();
        }
    }

    private sealed class Writer(MetricHistory history, FieldVariant v)
    {
        public void Add()
        {
            Counters("field_requests_total", _ => true, v.Total, v.Errors);
            Series("field_quality", Times(), t => Inside(t) ? 0.5 : 0.9);
            Series("field_probe", Times(), t => Inside(t) ? 0 : 1);
            AddComplete();
            AddLatency();
            AddOutages();
            AddMixed();
            Series($"field_failed:increase{Window()}", Times(), t => v.Errors(t) - v.Errors(t - v.Range));
            Series($"field_all:increase{Window()}", Times(), t => v.Total(t) - v.Total(t - v.Range));
            Series("field_requests:ratio_rate", Times(), t => v.Ratio * Math.Max(0, Math.Min(t, v.Length) - Math.Max(t - v.Range, 0)) / v.Range, ("sloth_window", Window()));
        }

        // All fails in the incident; of the second, good events are known from one run alone, between the places of the window that are looked at.
        private void AddComplete()
        {
            Counters("field_outage_total", _ => true, v.Total, t => v.Total(Math.Clamp(t, 0, v.Length)) - v.Total(0));
            var run = -(int)(0.3 * v.WindowSeconds);
            Series("field_batch_total", Times().Where(t => t >= run && t < run + 1200), t => v.PerSecond * (t - run), ("code", "200"));
            Series("field_batch_total", Times().Where(t => t >= -v.Interval), t => v.PerSecond * Math.Clamp(t, 0, v.Length), ("code", "500"));
        }

        private string Window() => string.Create(CultureInfo.InvariantCulture, $"{v.Range / 60}m");

        private void AddLatency()
        {
            Series("field_latency_seconds_count", Times(), t => v.Total(t));
            Series("field_latency_seconds_bucket", Times(), t => v.Total(t) - v.Errors(t), ("le", "1.0"));

            // One operand lives on, the other gets another name.
            Series("field_renamed_count", Times(), t => v.Total(t));
            Series("field_renamed_bucket", Times().Where(t => t < -Renamed), t => v.Total(t), ("le", "1"));
            Series("field_renamed_bucket", Times().Where(t => t >= -Renamed + 300), t => v.Total(t) - v.Total(-Renamed + 300) - v.Errors(t), ("le", "1.0"));
        }

        private void AddOutages()
        {
            // Scraped again when it is over: from zero, or as if nothing had been.
            Counters("field_down_total", t => !Inside(t), t => t < 0 ? v.Total(t) : v.PerSecond * (t - v.Length), t => 0.001 * (t < 0 ? t + v.WindowSeconds + 7200 : t - v.Length));
            Counters("field_unseen_total", t => !Inside(t), v.Total, v.Errors);

            // Half of the traffic is lost with one of two processes; a twentieth with one of twenty.
            foreach (var (name, count) in new[] { ("field_half_total", 2), ("field_few_total", 20) })
            {
                for (var i = 0; i < count; i++)
                {
                    var (share, isLost) = (1.0 / count, i == 0);
                    Counters(name, t => !Inside(t), t => share * (isLost && t >= 0 ? v.PerSecond * (t - v.Length) : v.Total(t)), t => share * (isLost && t >= 0 ? 0 : v.Errors(t)), ("instance", $"i-{i}"));
                }
            }
        }

        private void AddMixed()
        {
            var hair = Times().First(t => t >= v.Length / 2);
            Counters("field_hair_total", _ => true, t => Had + v.Total(t) - (t == hair ? (v.PerSecond * v.Interval) + 0.02 : 0), v.Errors);
            Counters("field_hairs_total", _ => true, t => Had + v.Total(t) - (Inside((int)t) && (int)(t / v.Interval) % 5 == 2 ? (v.PerSecond * v.Interval) + 0.02 : 0), v.Errors);
            Series("field_info", Times(), _ => 1, ("team", "mail"));
            Counters("field_failing_hair_total", _ => true, v.Total, t => 40_000 + v.Errors(t) - (t == hair ? (v.PerSecond * v.Ratio * v.Interval) + 0.02 : 0));
            Counters("field_dip_total", _ => true, t => Had + v.Total(t) - (t >= hair && t < hair + (4 * v.Interval) ? 0.004 * Had : 0), v.Errors);
            Counters("field_flap_total", _ => true, t => Had + v.Total(t) - (Flaps(t) ? (v.PerSecond * v.Interval) + 0.02 : 0), t => 40_000 + v.Errors(t) - (Flaps(t) ? 3 : 0));
            bool IsRestless(double t) => t is >= -3600 and < -120 && (int)(t / v.Interval) % 4 == 0;
            Counters("field_restless_total", _ => true, t => Had + v.Total(t) - (IsRestless(t) ? (v.PerSecond * v.Interval) + 0.02 : t >= hair && t < hair + (4 * v.Interval) ? 0.004 * Had : 0), v.Errors);

            // A pod that is scraped four times less often than the others falls, for one of its samples.
            foreach (var pod in Enumerable.Range(0, 7))
            {
                var (every, share) = (pod == 6 ? 4 : 1, 1 / 7d);
                var low = Times().First(t => t >= v.Length * 3 / 8 && t / v.Interval % 4 == 0);
                foreach (var code in new[] { "200", "500" })
                {
                    Series("field_sparse_total", Times().Where(t => t / v.Interval % every == 0), t => (code == "500" ? v.Errors(t) * share : Had + ((v.Total(t) - v.Errors(t)) * share)) - (pod == 6 && code == "200" && t == low ? 0.004 * Had : 0), ("pod", $"p-{pod}"), ("code", code));
                }
            }

            var onset = Times().First(t => t >= 0);
            Counters("field_onset_total", _ => true, t => Had + v.Total(t) - (t == onset ? 0.004 * Had : 0), v.Errors);
            var before = Times().First(t => t >= -FellBefore);
            Counters("field_hair_before_total", _ => true, t => Had + v.Total(t) - (t == before ? (v.PerSecond * v.Interval) + 0.02 : 0), v.Errors);
            Counters("field_returning_total", _ => true, t => Had + v.Total(t) - (t >= -2000 && t < v.Length / 4 ? 0.004 * Had : 0), v.Errors);
            Counters("field_lowered_total", _ => true, t => Had + v.Total(t) - (t >= v.Length / 3 ? 0.004 * Had : 0), v.Errors);
            var relabelled = Times().First(t => t >= v.Length / 3);
            Counters("field_relabelled_total", t => t < relabelled, t => Had + v.Total(t), t => 400_000 + v.Errors(t));
            Counters("field_relabelled_total", t => t >= relabelled, t => Had + v.Total(t), t => 400_000 + v.Errors(t), ("team", "a"));
            Series("field_upgraded_count", Times(), t => Had + v.Total(t));
            Series("field_upgraded_bucket", Times().Where(t => t < relabelled), t => Had + v.Total(t) - v.Errors(t), ("le", "1"));
            Series("field_upgraded_bucket", Times().Where(t => t >= relabelled), t => Had + v.Total(t) - v.Errors(t), ("le", "1.0"));
            foreach (var pod in Enumerable.Range(0, 3))
            {
                // A sixth of the samples is lost, of each pod at other moments.
                Counters("field_lossy_total", t => ((t / v.Interval * 7919) + (pod * 104_729)) % 23 is not (1 or 5 or 11 or -3), t => v.Total(t) / 3, t => v.Errors(t) / 3, ("pod", $"p-{pod}"));
            }

            Counters("field_failing_often_total", _ => true, t => Had + v.Total(t), t => 400_000 + v.Errors(t) - (t is < -1800 and > -72_000 && t % 3600 >= -v.Interval && t % 3600 < 0 ? 0.02 : 0));
            bool IsLow(double t) => t >= before && t < before + 1500;
            Counters("field_low_total", _ => true, t => Had + v.Total(t) - (IsLow(t) ? 0.004 * Had : 0), v.Errors);
            Counters("field_failing_low_total", _ => true, t => Had + v.Total(t), t => 40_000 + v.Errors(t) - (IsLow(t) ? 0.009 * 40_000 : 0));
            AddFalls();
            foreach (var replica in new[] { "a", "b" })
            {
                var late = replica == "b" ? v.Interval / 3 : 0;
                Counters("field_replicated_total", _ => true, t => v.Total(t), v.Errors, late, ("prometheus_replica", replica));
                Counters("field_database_total", _ => true, t => v.Total(t) * (replica == "a" ? 1 : 0.25), t => v.Errors(t) * (replica == "a" ? 1 : 0.25), ("replica", replica));
            }
        }

        // Each of several falls lasts for one sample; of the errors, and of what is subtracted, one falls, too.
        private void AddFalls()
        {
            var falls = Falls.Select(f => Times().First(t => t >= -f)).ToList();
            Counters("field_falls_total", _ => true, t => Had + v.Total(t) - (falls.IndexOf((int)t) switch { < 0 => 0, 0 => 0.008 * Had, _ => 0.0005 * Had }), v.Errors);
            Counters("field_failing_total", _ => true, t => Had + v.Total(t), t => 40_000 + v.Errors(t) - (falls[1] == t ? 3 : 0));
            Series("field_falling_count", Times(), t => Had + v.Total(t));
            Series("field_falling_bucket", Times(), t => Had + v.Total(t) - v.Errors(t) - (falls[0] == t ? 0.5 : 0), ("le", "1.0"));
        }

        private bool Flaps(double t) => t is >= -21_600 and < -18_000 && (int)(t / v.Interval) % 4 == 0;

        private bool Inside(int t) => t >= 0 && t < v.Length;

        private IEnumerable<int> Times()
        {
            for (var t = -(int)v.WindowSeconds - 3600; t <= v.Length + After; t += v.Interval)
            {
                yield return t;
            }
        }

        private void Counters(string metric, Func<int, bool> isScraped, Func<double, double> total, Func<double, double> errors, params (string Name, string Value)[] labels) =>
            Counters(metric, isScraped, total, errors, 0, labels);

        private void Counters(string metric, Func<int, bool> isScraped, Func<double, double> total, Func<double, double> errors, int late, params (string Name, string Value)[] labels)
        {
            var times = Times().Where(isScraped).Select(t => t + late).ToList();
            Series(metric, times, t => total(t) - errors(t), [.. labels, ("code", "200")]);
            Series(metric, times, t => errors(t), [.. labels, ("code", "500")]);
        }

        private void Series(string metric, IEnumerable<int> times, Func<int, double> value, params (string Name, string Value)[] labels) => history.Add(
            metric,
            labels.Append(("variant", v.Index.ToString(CultureInfo.InvariantCulture))).ToDictionary(l => l.Item1, l => l.Item2, StringComparer.Ordinal),
            times.Select(t => (AlertHistory.S.AddSeconds(t), value(t))));
    }
}
