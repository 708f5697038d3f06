using System.Globalization;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Alerts;

/// <summary>Alerts as production leaves them: what other teams' rules, servers and replicas write. Each kind with several figures.</summary>
internal static class FieldAlerts
{
    /// <summary>query_offset: offset, for, interval, seconds that the condition holds.</summary>
    public static readonly (int Offset, int For, int Interval, int Length)[] Offsets = [(60, 60, 30, 720), (90, 120, 15, 900), (300, 300, 60, 1800), (150, 40, 20, 400)];

    /// <summary>Copies of replicas: the label, seconds by which the second is later, the interval.</summary>
    public static readonly (string Label, int Later, int Interval)[] Replicas = [("prometheus_replica", 11, 30), ("replica", 7, 15), ("__replica__", 41, 60), ("pod_of_server", 4, 15)];

    /// <summary>A value in a label: evaluations, interval, evaluations for which a value stands, instances.</summary>
    public static readonly (int Evaluations, int Interval, int Stands, int Instances)[] Changing = [(25, 30, 1, 1), (40, 60, 1, 1), (61, 15, 2, 1), (33, 20, 1, 2)];

    /// <summary>A value in a label that comes back: evaluations, interval, evaluations for which a value stands, the values in turn.</summary>
    public static readonly (int Evaluations, int Interval, int Stands, int[] Values)[] Repeating =
    [
        (40, 15, 1, [90, 97, 95, 93, 91, 98, 96, 94, 92]),
        (36, 30, 1, [90, 91, 92, 93, 94, 93, 92, 91]),
        (45, 20, 1, [7, 8, 9]),
        (48, 60, 2, [51, 52, 53, 52]),
    ];

    /// <summary>Several severities: the first series begins so many seconds before the incident and ends so many after S; then the others.</summary>
    public static readonly (int Begin, int End)[][] Severities =
    [
        [(-21600, 2520), (120, 1020)],
        [(-7200, 900), (60, 600)],
        [(-90, 1800), (300, 900), (330, 840), (420, 780)],
        [(-86400, 7200), (0, 1200)],
    ];

    /// <summary>A series that began so many seconds before S and fires on, beside those of the incident.</summary>
    public static readonly (int Before, int Others)[] Old = [(8 * 86400, 1), (2 * 86400, 3), (5 * 3600, 2), (30 * 86400, 1)];

    /// <summary>Grafana: pending from S for so long, firing for so long, recovering for so long, interval.</summary>
    public static readonly (int Pending, int Firing, int Recovering, int Interval)[] Grafana = [(120, 600, 300, 30), (60, 900, 600, 60), (45, 1800, 60, 15), (300, 480, 1200, 60)];

    public static void AddTo(MetricHistory history)
    {
        var alerts = new AlertHistory(history);
        AddOffsets(alerts);
        AddReplicas(alerts);
        AddChanging(alerts);
        AddRepeating(alerts);
        AddSeverities(alerts);
        AddOld(alerts);
        AddGrafana(alerts);
        AddChangedOffsets(alerts);
        alerts.Add("Sudden", "firing", (120, 1020, 30));
        alerts.AddActiveAt("Sudden", 120, (120, 1020, 30));
        alerts.Add("SuddenLookingBack", "firing", (0, 600, 15));
        alerts.AddActiveAt("SuddenLookingBack", 0, (0, 600, 15), offset: 45);

        // The server went on: scrapes from before to long after.
        alerts.Series("up", [("job", "prometheus"), ("instance", "localhost:9090")], AlertHistory.Every((-40 * 86400, 2 * 86400, 300), _ => 1));
    }

    private static void AddOffsets(AlertHistory alerts)
    {
        foreach (var (index, (offset, wait, interval, length)) in Offsets.Index())
        {
            var name = $"LookingBack{index}";
            alerts.Add(name, "pending", (0, wait - interval, interval), ("job", "api"));
            alerts.Add(name, "firing", (wait, length - interval, interval), ("job", "api"));
            alerts.AddActiveAt(name, 0, (0, length - interval, interval), offset, ("job", "api"));
        }
    }

    /// <summary>An offset that was changed between two stretches, and replicas that look back differently.</summary>
    private static void AddChangedOffsets(AlertHistory alerts)
    {
        foreach (var (name, offset, later) in new[] { ("LookingFurther", 0, 120), ("LookingNearer", 120, 0) })
        {
            alerts.Add(name, "firing", (0, 600, 30));
            alerts.AddActiveAt(name, 0, (0, 600, 30), offset);
            alerts.Add(name, "firing", (780, 1200, 30));
            alerts.AddActiveAt(name, 780, (780, 1200, 30), later);
        }

        foreach (var (replica, offset) in new[] { ("a", 0), ("b", 90) })
        {
            alerts.Add("LookingApart", "firing", (0, 600, 30), ("prometheus_replica", replica));
            alerts.AddActiveAt("LookingApart", 0, (0, 600, 30), offset, ("prometheus_replica", replica));
        }
    }

    private static void AddReplicas(AlertHistory alerts)
    {
        foreach (var (index, (label, later, interval)) in Replicas.Index())
        {
            foreach (var (value, shift) in new[] { ("a", 0), ("b", later) })
            {
                alerts.Add($"Twice{index}", "pending", (shift, shift + 119, interval), (label, value), ("job", "api"));
                alerts.Add($"Twice{index}", "firing", (shift + 120, shift + 719, interval), (label, value), ("job", "api"));
                alerts.AddActiveAt($"Twice{index}", shift, (shift, shift + 719, interval), 0, (label, value), ("job", "api"));
            }
        }
    }

    private static void AddChanging(AlertHistory alerts)
    {
        foreach (var (index, (evaluations, interval, stands, instances)) in Changing.Index())
        {
            for (var i = 0; i < evaluations * instances; i += stands)
            {
                var (instance, evaluation) = (i % instances, i / instances);
                var first = evaluation * interval;
                var last = Math.Min(evaluation + stands, evaluations) * interval;
                (string, string)[] labels = [("instance", $"node-{instance}"), ("value", (0.5 + (i / 100d)).ToString(CultureInfo.InvariantCulture))];
                alerts.Add($"Valued{index}", "firing", (first, last - 1, interval), labels);
                alerts.AddActiveAt($"Valued{index}", first, (first, last - 1, interval), 0, labels);
            }
        }
    }

    private static void AddRepeating(AlertHistory alerts)
    {
        foreach (var (index, (evaluations, interval, stands, values)) in Repeating.Index())
        {
            foreach (var value in values.Distinct())
            {
                (string, string)[] labels = [("value", $"{value}%")];
                var firsts = Enumerable.Range(0, evaluations / stands).Where(i => values[i % values.Length] == value).Select(i => i * stands * interval).ToList();

                // Each time that the value comes back, it is a new alert.
                alerts.Series("ALERTS", [.. labels, ("alertname", $"Repeating{index}"), ("alertstate", "firing")], firsts.SelectMany(f => AlertHistory.Every(Times(f), _ => 1)));
                alerts.Series("ALERTS_FOR_STATE", [.. labels, ("alertname", $"Repeating{index}")], firsts.SelectMany(f => AlertHistory.Every(Times(f), _ => AlertHistory.S.AddSeconds(f).ToUnixTimeSeconds())));
            }

            (int From, int To, int Step) Times(int first) => (first, first + ((stands - 1) * interval), interval);
        }
    }

    private static void AddSeverities(AlertHistory alerts)
    {
        foreach (var (index, series) in Severities.Index())
        {
            foreach (var (place, (begin, end)) in series.Index())
            {
                var severity = place == 0 ? "ticket" : "page";
                alerts.Add($"Burning{index}", "firing", (begin, end - 30, 30), ("severity", severity), ("long", $"{Math.Max(1, place)}h"));
                alerts.AddActiveAt($"Burning{index}", begin, (begin, end - 30, 30), 0, ("severity", severity), ("long", $"{Math.Max(1, place)}h"));
            }
        }
    }

    private static void AddOld(AlertHistory alerts)
    {
        foreach (var (index, (before, others)) in Old.Index())
        {
            alerts.Add($"Looping{index}", "firing", (-before, 7200, 60), ("namespace", "dev"), ("pod", "old"));
            alerts.AddActiveAt($"Looping{index}", -before, (-before, 7200, 60), 0, ("namespace", "dev"), ("pod", "old"));
            for (var pod = 0; pod < others; pod++)
            {
                alerts.Add($"Looping{index}", "firing", (0, 660, 60), ("namespace", "production"), ("pod", $"shop-{pod}"));
                alerts.AddActiveAt($"Looping{index}", 0, (0, 660, 60), 0, ("namespace", "production"), ("pod", $"shop-{pod}"));
            }
        }
    }

    private static void AddGrafana(AlertHistory alerts)
    {
        foreach (var (index, (pending, firing, recovering, interval)) in Grafana.Index())
        {
            Add($"Panel{index}", "pending", "pending", 0, pending - interval, interval);
            Add($"Panel{index}", "firing", "alerting", pending, pending + firing - interval, interval);
            Add($"Panel{index}", "firing", "recovering", pending + firing, pending + firing + recovering - interval, interval);
        }

        // Twice between two firings the query gave nothing; at the end it failed.
        Add("Blind", "firing", "alerting", 0, 270, 30);
        Add("Blind", "firing", "nodata", 300, 390, 30);
        Add("Blind", "firing", "alerting", 420, 570, 30);
        Add("Blind", "firing", "error", 600, 870, 30);
        Add("OnlyBlind", "firing", "nodata", 0, 600, 30);

        void Add(string name, string state, string grafana, int from, int to, int step) => alerts.Series(
            "GRAFANA_ALERTS",
            [("alertname", name), ("alertstate", state), ("grafana_alertstate", grafana), ("grafana_rule_uid", "cf1k2")],
            AlertHistory.Every((from, to, step), _ => 1));
    }
}
