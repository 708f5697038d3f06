using Operator.Tests.TestData;

namespace Operator.Tests.Evidence;

/// <summary>Alerts whose truth is known.</summary>
internal static class SimulatedAlerts
{
    public const string HostileLabel = "a\"b\\c{}[5m]";

    public static readonly DateTimeOffset T = new(2025, 12, 9, 8, 0, 0, 250, TimeSpan.Zero);

    public static void AddTo(MetricHistory history)
    {
        Add(history, "Plain", [(0, 120, 900)], 30);
        Add(history, "Minutely", [(0, 300, 1800)], 60);
        Add(history, "WithoutFor", [(0, 0, 600)], 15);
        Add(history, "OnlyPending", [(0, 300, 300)], 15);

        // Prometheus restarts: 51 s without samples, then pending anew before it fires again.
        Add(history, "Restarted", [(0, 60, 300), (345, 405, 900)], 15);
        Add(history, "Again", [(0, 60, 300), (1800, 1860, 2400)], 15);
        Add(history, "StillFiring", [(0, 60, 3600)], 15);
        Add(history, "LongRunning", [(-4 * 3600, (-4 * 3600) + 60, 1200)], 15);
        Add(history, "Hostile", [(0, 60, 600)], 15, ("path", HostileLabel.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)));
        Add(history, "Hostile", [(0, 60, 600)], 15, ("path", "other"));
        Add(history, "Replicated", [(0, 60, 600)], 15, ("replica", "a"));
        Add(history, "Replicated", [(5, 65, 605)], 15, ("replica", "b"));
        Add(history, "Blip", [(0, 0, 15)], 15);
    }

    // Each episode: seconds from T at which the condition becomes true, the alert fires, and the condition ends.
    private static void Add(MetricHistory history, string name, (int Active, int Firing, int End)[] episodes, int interval, params (string Name, string Value)[] labels)
    {
        Dictionary<string, string> Labels(string? state) => labels
            .Append(("alertname", name))
            .Concat(state is null ? [] : [("alertstate", state)])
            .ToDictionary(l => l.Item1, l => l.Item2, StringComparer.Ordinal);

        IEnumerable<(DateTimeOffset At, double Value)> Between(int from, int to, double value)
        {
            for (var t = from; t < to; t += interval)
            {
                yield return (T.AddSeconds(t), value);
            }
        }

        if (episodes.Any(e => e.Firing > e.Active))
        {
            history.Add("ALERTS", Labels("pending"), episodes.SelectMany(e => Between(e.Active, e.Firing, 1)));
        }

        if (episodes.Any(e => e.End > e.Firing))
        {
            history.Add("ALERTS", Labels("firing"), episodes.SelectMany(e => Between(e.Firing, e.End, 1)));
        }

        history.Add("ALERTS_FOR_STATE", Labels(null), episodes.SelectMany(e => Between(e.Active, e.End, T.AddSeconds(e.Active).ToUnixTimeSeconds())));
    }
}
