using Operator.Tests.TestData;

namespace Operator.Tests.FollowUp;

/// <summary>A real Prometheus with the history of what action items are about: 15 s between samples, over three days, none for a while.</summary>
public sealed class VerifyingServer : IAsyncLifetime
{
    /// <summary>The first sample; no sample lies on a full second.</summary>
    public static readonly DateTimeOffset Start = new DateTimeOffset(2025, 12, 14, 8, 0, 0, TimeSpan.Zero).AddMilliseconds(4_321);

    public static readonly DateTimeOffset End = Start.AddDays(3);

    /// <summary>The samples of pool_ready that are 1: from here…</summary>
    public static readonly DateTimeOffset Ready = Start.AddHours(10);

    /// <summary>…to here, where it is 0 again…</summary>
    public static readonly DateTimeOffset Broken = Start.AddHours(20);

    /// <summary>…and 1 once more.</summary>
    public static readonly DateTimeOffset Repaired = Start.AddHours(24);

    /// <summary>The last sample before the server was down for 20 minutes, and the first after it.</summary>
    public static readonly DateTimeOffset Down = Start.AddHours(40);
    public static readonly DateTimeOffset Back = Down.AddMinutes(20);

    /// <summary>Likewise, for 2 minutes.</summary>
    public static readonly DateTimeOffset Restarts = Start.AddHours(50);
    public static readonly DateTimeOffset Restarted = Restarts.AddMinutes(2);

    public PrometheusServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PrometheusServer.StartAsync(History());

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>All that it holds.</summary>
    public static MetricHistory History()
    {
        var history = new MetricHistory();
        var times = Times().ToList();
        history.Add("up", Labels("email", "a"), times.Select(t => (t, 1d)));
        history.Add("up", Labels("old", "b"), times.Where(t => t < Ready).Select(t => (t, 1d)));
        history.Add("pool_ready", Labels("email", "a"), times.Select(t => (t, IsReady(t) ? 1d : 0)));
        history.Add("pool_ready", Labels("email", "b"), times.Select(t => (t, 0d)));
        history.Add("pool_size", Labels("email", "a"), times.Where(t => t >= Ready).Select(t => (t, 10d)));
        history.Add("constant", Labels("email", "a"), times.Select(t => (t, 1d)));
        history.Add("share", Labels("email", "a"), times.Select(t => (t, double.NaN)));
        return history;
    }

    private static bool IsReady(DateTimeOffset time) => (time >= Ready && time < Broken) || time >= Repaired;

    private static IEnumerable<DateTimeOffset> Times()
    {
        for (var t = Start; t <= End; t = t.AddSeconds(15))
        {
            if ((t <= Down || t >= Back) && (t <= Restarts || t >= Restarted))
            {
                yield return t;
            }
        }
    }

    private static Dictionary<string, string> Labels(string job, string instance) => new(StringComparer.Ordinal) { ["job"] = job, ["instance"] = instance };
}
