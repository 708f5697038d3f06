using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Alerts;

/// <summary>Writes the samples that a rule leaves; times in seconds from <see cref="S"/>, both ends included.</summary>
internal sealed class AlertHistory(MetricHistory history)
{
    /// <summary>When incidents begin.</summary>
    public static readonly DateTimeOffset S = new(2025, 12, 8, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Samples of an alert in one state.</summary>
    public void Add(string name, string state, (int From, int To, int Step) times, params (string Name, string Value)[] labels) =>
        Series("ALERTS", [.. labels, ("alertname", name), ("alertstate", state)], Every(times, _ => 1));

    /// <summary>Samples of active-at, whose value is the time of the evaluation that the sample at <paramref name="active"/> stands for.</summary>
    public void AddActiveAt(string name, int active, (int From, int To, int Step) times, int offset = 0, params (string Name, string Value)[] labels) =>
        Series("ALERTS_FOR_STATE", [.. labels, ("alertname", name)], Every(times, _ => S.AddSeconds(active + offset).ToUnixTimeSeconds()));

    /// <summary>Samples of any metric.</summary>
    public void Series(string metric, IReadOnlyList<(string Name, string Value)> labels, IEnumerable<(DateTimeOffset At, double Value)> samples) =>
        history.Add(metric, labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal), samples);

    public static IEnumerable<(DateTimeOffset At, double Value)> Every((int From, int To, int Step) times, Func<int, double> value)
    {
        for (var t = times.From; t <= times.To; t += times.Step)
        {
            yield return (S.AddSeconds(t), value(t));
        }
    }
}
