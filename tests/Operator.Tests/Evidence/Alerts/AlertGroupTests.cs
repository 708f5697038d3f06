using System.Globalization;
using Operator.Evidence;
using Operator.Prometheus;

namespace Operator.Tests.Evidence.Alerts;

/// <summary>Which series are one alert.</summary>
public sealed class AlertGroupTests
{
    private const int Interval = 30;

    private static readonly string[] ReplicaLabels = ["replica"];

    /// <summary>Groups of rules, clusters and replicas are evaluated at moments of their own, so that their samples never meet.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void Alerts_of_several_services_are_several_alerts_whenever_their_rules_are_evaluated(int services)
    {
        var series = Enumerable.Range(0, services).Select(i => Firing("service", $"s{i}", Enumerable.Range(i % 2, 40 + i).Select(n => (n * Interval) + (i * Interval / (double)services)))).ToList();

        var groups = AlertGroup.Sort(series, [], ReplicaLabels);

        Assert.Equal(services, groups.Count);
        Assert.All(groups, g => Assert.Equal(Interval, g.IntervalSeconds));
    }

    [Fact]
    public void Three_replicas_are_one_alert_with_their_own_interval()
    {
        var series = Enumerable.Range(0, 3).Select(i => Firing("replica", $"r{i}", Enumerable.Range(0, 40).Select(n => (n * Interval) + (i * 10.0)))).ToList();

        var group = Assert.Single(AlertGroup.Sort(series, [], ReplicaLabels));

        Assert.Equal(Interval, group.IntervalSeconds);
        Assert.Equal(("replica", 3, false), Assert.Single(group.MergedLabels.Select(l => (l.Name, l.Values, l.Changing))));
    }

    /// <summary>A measured value in a label: each evaluation has one, which may come back, or stay for a few.</summary>
    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })]
    [InlineData(new[] { 1, 2, 3, 1, 4, 2, 5, 6, 3, 7, 1, 8 })]
    [InlineData(new[] { 1, 1, 1, 2, 2, 2, 3, 3, 3, 1, 1, 1, 4, 4, 4 })]
    public void A_value_that_changes_is_one_alert(int[] values)
    {
        var series = values.Select((v, n) => (v, n)).GroupBy(x => x.v).Select(g => Firing("value", $"{g.Key}", g.Select(x => x.n * (double)Interval))).ToList();

        var group = Assert.Single(AlertGroup.Sort(series, [], ReplicaLabels));

        Assert.Equal("value", Assert.Single(group.MergedLabels).Name);
        Assert.Equal(Interval, group.IntervalSeconds);
    }

    /// <summary>The same value, written in two ways.</summary>
    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, 1)]
    [InlineData(new[] { 1, 2, 3, 1, 4, 2, 5, 6, 3, 7, 1, 8 }, 1)]
    [InlineData(new[] { 1, 1, 2, 2, 3, 3, 1, 1, 4, 4, 5, 5 }, 2)]
    public void Two_labels_that_change_together_are_one_alert_per_instance(int[] values, int instances)
    {
        var series = Enumerable.Range(0, instances).SelectMany(instance => values.Select((v, n) => (v, n)).GroupBy(x => x.v).Select(g => Firing(
            [("instance", $"i{instance}"), ("percent", $"{g.Key} %"), ("value", $"0.0{g.Key}")],
            g.Select(x => x.n * (double)Interval)))).ToList();

        var groups = AlertGroup.Sort(series, [], ReplicaLabels);

        Assert.Equal(instances, groups.Count);
        Assert.All(groups, g => Assert.Equal([("percent", true), ("value", true)], g.MergedLabels.Select(l => (l.Name, l.Changing))));
        Assert.All(groups, g => Assert.Equal("instance", Assert.Single(g.Labels.Keys)));
        Assert.All(groups, g => Assert.Equal(Interval, g.IntervalSeconds));
    }

    /// <summary>A value beside its rounding, which stands for some evaluations.</summary>
    [Theory]
    [InlineData("F2", "F1", 1, "", 1)]
    [InlineData("F4", "F1", 1, " %", 2)]
    [InlineData("F3", "F0", 100, "%", 1)]
    [InlineData("E6", "F1", 1, " s", 3)]
    public void A_value_and_its_rounding_are_one_alert_per_instance(string exact, string rounded, double scale, string unit, int instances)
    {
        var series = Enumerable.Range(0, instances).SelectMany(instance => Enumerable.Range(0, 30).Select(n => 0.9 + (0.0137 * n)).Select((value, n) => Firing(
            [("instance", $"i{instance}"), ("rounded", (value * scale).ToString(rounded, CultureInfo.InvariantCulture) + unit), ("value", value.ToString(exact, CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal).Replace("e-00", "e-0", StringComparison.Ordinal).Replace("e+00", "e+0", StringComparison.Ordinal))],
            [n * (double)Interval]))).ToList();

        var groups = AlertGroup.Sort(series, [], ReplicaLabels);

        Assert.Equal(instances, groups.Count);
        Assert.All(groups, g => Assert.Equal(["rounded", "value"], g.MergedLabels.Select(l => l.Name).Order(StringComparer.Ordinal)));
        Assert.All(groups, g => Assert.Equal(Interval, g.IntervalSeconds));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Several_measured_values_are_one_alert(int labels)
    {
        var series = Enumerable.Range(0, 20).Select(n => Firing(
            [.. Enumerable.Range(0, labels).Select(l => ($"value{l}", $"{(n * (l + 3) % 11) + (0.1 * n)}".Replace(',', '.') + " %"))],
            [n * (double)Interval])).ToList();

        var group = Assert.Single(AlertGroup.Sort(series, [], ReplicaLabels));

        Assert.Equal(labels, group.MergedLabels.Count(l => l.Changing));
        Assert.Empty(group.Labels);
    }

    /// <summary>Each value fires on while the next ones come.</summary>
    [Theory]
    [InlineData(300, 1)]
    [InlineData(90, 2)]
    [InlineData(100, 1)]
    public void Values_that_are_kept_firing_are_one_alert_per_instance(int keep, int instances)
    {
        var series = Enumerable.Range(0, instances).SelectMany(instance => Enumerable.Range(0, 12).Select(n => Firing(
            [("instance", $"i{instance}"), ("value", $"0.0{n}7")],
            Enumerable.Range(n, 1 + ((keep - 1) / Interval) + 1).Select(k => k * (double)Interval)))).ToList();

        var groups = AlertGroup.Sort(series, [], ReplicaLabels, keep);

        Assert.Equal(instances, groups.Count);
        Assert.All(groups, g => Assert.Equal("value", Assert.Single(g.MergedLabels).Name));
    }

    /// <summary>Disks that fill one after the other: what is kept firing is no value that changes.</summary>
    [Fact]
    public void Alerts_that_begin_one_after_the_other_and_are_kept_firing_are_several()
    {
        var series = Enumerable.Range(0, 6).Select(n => Firing("disk", $"{n}", Enumerable.Range(2 * n, 20).Select(k => k * (double)Interval))).ToList();

        Assert.Equal(6, AlertGroup.Sort(series, [], ReplicaLabels, 300).Count);
    }

    /// <summary>Shards that fail one after the other, each with a value of its own at each evaluation.</summary>
    [Fact]
    public void A_number_that_tells_alerts_apart_is_no_rounding()
    {
        var series = Enumerable.Range(0, 24).Select(n => Firing([("shard", $"{n / 8}"), ("value", $"{40 + n}.5")], [n * (double)Interval])).ToList();

        var groups = AlertGroup.Sort(series, [], ReplicaLabels);

        Assert.Equal(["0", "1", "2"], groups.Select(g => g.Labels["shard"]));
    }

    /// <summary>Pods that crash one after the other, each for some evaluations.</summary>
    [Fact]
    public void Pods_and_their_nodes_are_several_alerts()
    {
        var series = Enumerable.Range(0, 5).Select(i => Firing([("pod", $"p{i}"), ("node", $"n{i}")], Enumerable.Range(5 * i, 4).Select(n => n * (double)Interval))).ToList();

        Assert.Equal(5, AlertGroup.Sort(series, [], ReplicaLabels).Count);
    }

    private static PrometheusSeries Firing(string label, string value, IEnumerable<double> seconds) => Firing([(label, value)], seconds);

    private static PrometheusSeries Firing((string Name, string Value)[] labels, IEnumerable<double> seconds) => new(
        new Dictionary<string, string>([.. labels.Select(l => KeyValuePair.Create(l.Name, l.Value))], StringComparer.Ordinal) { ["__name__"] = "ALERTS", ["alertname"] = "Down", ["alertstate"] = "firing" },
        [.. seconds.Select(s => new PrometheusSample((long)(s * 1000), 1))]);
}
