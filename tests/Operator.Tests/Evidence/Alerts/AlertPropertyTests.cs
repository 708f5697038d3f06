using System.Globalization;
using CsCheck;
using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Core.Reports;
using Operator.Evidence;
using Operator.Prometheus;

namespace Operator.Tests.Evidence.Alerts;

/// <summary>Order, copies, losses and clocks of servers do not make other alerts of the same samples.</summary>
public sealed class AlertPropertyTests
{
    private static readonly DateTimeOffset S = AlertHistory.S;
    private static readonly TimeRange Asked = new(S.AddHours(-2), S.AddHours(4));
    private static readonly TimeRange Window = new(S.AddHours(-1), S.AddHours(3));
    private const int LongestLoss = 4;

    private static readonly string[] ReplicaLabels = ["prometheus_replica", "replica", "__replica__"];

    private static readonly Gen<Recorded> Alerts = Gen.Select(
        Gen.Int[0, 3].Select(i => new[] { 15, 20, 30, 60 }[i]), Gen.Int[0, 8], Gen.Int[40, 90], Gen.Int[0, 4].Select(i => i * 37), Gen.Int[1, 2], Gen.Bool,
        (interval, pending, firing, offset, replicas, changing) => new Recorded(interval, changing ? 0 : pending, firing, offset, replicas, changing));

    [Fact]
    public void The_order_of_series_and_of_samples_changes_nothing() =>
        Gen.Select(Alerts, Gen.Int).Sample((alert, seed) =>
        {
            var random = new Random(seed);
            var (states, activeAt) = alert.Series();
            Assert.Equal(Text(alert.Read(states, activeAt)), Text(alert.Read(Shuffled(states, random), Shuffled(activeAt, random))));
        }, iter: 2000);

    [Fact]
    public void A_sample_that_is_there_twice_counts_once() =>
        Alerts.Sample(alert =>
        {
            var (states, activeAt) = alert.Series();
            Assert.Equal(Text(alert.Read(states, activeAt)), Text(alert.Read(Twice(states), Twice(activeAt))));
        }, iter: 2000);

    [Fact]
    public void Losing_a_fifth_of_the_samples_moves_the_ends_by_the_samples_that_are_lost_there() =>
        Gen.Select(Alerts, Gen.Int, Gen.Double[0, 0.2]).Sample((alert, seed, share) =>
        {
            var random = new Random(seed);
            var (states, activeAt) = alert.Series();
            var (left, longest) = Lossy(states, alert.Interval, random, share);

            var episode = Assert.Single(alert.Read(left, activeAt));

            var whole = Assert.Single(alert.Read(states, activeAt));
            var tolerance = TimeSpan.FromSeconds(longest + alert.Interval);
            Assert.Equal(whole.Labels, episode.Labels);
            Assert.Equal(alert.Interval, episode.UncertaintySeconds);
            Assert.Equal(whole.FiringAt!.Value, episode.FiringAt!.Value, tolerance);
            Assert.Equal(whole.ResolvedAt!.Value, episode.ResolvedAt!.Value, tolerance);
            Assert.Equal(whole.PendingAt!.Value, episode.PendingAt!.Value, tolerance);
        }, iter: 2000);

    [Fact]
    public void A_clock_that_is_off_by_a_second_moves_each_time_by_no_more_than_that() =>
        Gen.Select(Alerts, Gen.Int[-1000, 1000]).Sample((alert, skew) =>
        {
            var (states, activeAt) = alert.Series();

            var episode = Assert.Single(alert.Read(Moved(states, skew, values: false), Moved(activeAt, skew, values: true)));

            var right = Assert.Single(alert.Read(states, activeAt));
            var tolerance = TimeSpan.FromSeconds(2);
            Assert.Equal(right.PendingAt!.Value, episode.PendingAt!.Value, tolerance);
            Assert.Equal(right.FiringAt!.Value, episode.FiringAt!.Value, tolerance);
            Assert.Equal(right.ResolvedAt!.Value, episode.ResolvedAt!.Value, tolerance);
            Assert.Equal(right.Merged, episode.Merged);
        }, iter: 2000);

    private static string Text(IReadOnlyList<AlertEpisode> episodes) => string.Join('\n', episodes.Select(e =>
        $"{e.Name} {string.Join(',', e.Labels)} {e.PendingAt:O} {e.FiringAt:O} {e.ResolvedAt:O} {e.Merged} {e.UncertaintySeconds} {e.OffsetSeconds} {string.Join(',', e.MergedLabels)}"));

    private static List<PrometheusSeries> Shuffled(IReadOnlyList<PrometheusSeries> series, Random random)
    {
        // The client sorts the samples of one series; their order between series, and that of series, is the server's.
        var all = series.ToArray();
        random.Shuffle(all);
        return [.. all];
    }

    private static List<PrometheusSeries> Twice(IReadOnlyList<PrometheusSeries> series) => [.. series, .. series];

    private static (List<PrometheusSeries> Left, double LongestLossSeconds) Lossy(IReadOnlyList<PrometheusSeries> series, int interval, Random random, double share)
    {
        // Evaluations are lost, whatever the state was; more than a few in a row are a gap, and no loss of samples.
        var lost = new HashSet<long>();
        var (longest, run) = (0, 0);
        foreach (var time in series.SelectMany(s => s.Samples).Select(s => s.Milliseconds).Distinct().Order())
        {
            run = run < LongestLoss && random.NextDouble() < share ? run + 1 : 0;
            longest = Math.Max(longest, run);
            if (run > 0)
            {
                lost.Add(time);
            }
        }

        return ([.. series.Select(s => s with { Samples = [.. s.Samples.Where(x => !lost.Contains(x.Milliseconds))] }).Where(s => s.Samples.Count > 0)], longest * interval);
    }

    private static List<PrometheusSeries> Moved(IReadOnlyList<PrometheusSeries> series, int milliseconds, bool values) =>
    [
        .. series.Select(s => s with
        {
            Samples = [.. s.Samples.Select(x => new PrometheusSample(x.Milliseconds + milliseconds, values ? Math.Floor(x.Value + (milliseconds / 1000d)) : x.Value))],
        }),
    ];

    /// <summary>An alert whose truth is known; counts in evaluations.</summary>
    private sealed record Recorded(int Interval, int Pending, int Firing, int Offset, int Replicas, bool Changing)
    {
        public (IReadOnlyList<PrometheusSeries> States, IReadOnlyList<PrometheusSeries> ActiveAt) Series()
        {
            var samples = new SortedDictionary<string, (Dictionary<string, string> Labels, List<PrometheusSample> Samples)>(StringComparer.Ordinal);
            for (var replica = 0; replica < Replicas; replica++)
            {
                for (var i = 0; i < Pending + Firing; i++)
                {
                    var time = S.AddSeconds((replica * 7) + (i * Interval)).ToUnixTimeMilliseconds();
                    var value = Changing ? i.ToString(CultureInfo.InvariantCulture) : "";
                    Add(("ALERTS", i < Pending ? "pending" : "firing", replica, value), time, 1);
                    var active = S.AddSeconds((replica * 7) + (Changing ? i * Interval : 0) + Offset).ToUnixTimeSeconds();
                    Add(("ALERTS_FOR_STATE", "", replica, value), time, active);
                }
            }

            var all = samples.Values.Select(s => new PrometheusSeries(s.Labels, s.Samples)).ToLookup(s => s.Labels["__name__"] == "ALERTS");
            return ([.. all[true]], [.. all[false]]);

            void Add((string Metric, string State, int Replica, string Value) key, long time, double value)
            {
                if (!samples.TryGetValue($"{key}", out var series))
                {
                    var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["__name__"] = key.Metric, ["alertname"] = "A", ["job"] = "api" };
                    foreach (var (name, label) in new[] { ("alertstate", key.State), ("value", key.Value), ("replica", Replicas > 1 ? $"r{key.Replica}" : "") }.Where(l => l.Item2.Length > 0))
                    {
                        labels[name] = label;
                    }

                    samples[$"{key}"] = series = (labels, []);
                }

                series.Samples.Add(new PrometheusSample(time, value));
            }
        }

        public IReadOnlyList<AlertEpisode> Read(IReadOnlyList<PrometheusSeries> states, IReadOnlyList<PrometheusSeries> activeAt)
        {
            var builder = new AlertSeriesBuilder(Asked, Window, Interval);
            return AlertEpisodeMerger.Merge([.. AlertGroup.Sort(states, activeAt, ReplicaLabels).Select(g => builder.Build("A", g)).OfType<AlertSeries>()], Asked.End);
        }
    }
}
