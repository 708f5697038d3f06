using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Churn;

/// <summary>What rules recorded each minute over 30 days: three bad minutes each day, and an hour without traffic beside each.</summary>
internal static class SimulatedRecords
{
    public const double PerSecond = 40;
    public const double BadRatio = 0.5;

    /// <summary>How many stretches of bad minutes there are.</summary>
    public const int Blips = 29;

    /// <summary>How many minutes each has.</summary>
    public const int BadMinutes = 3;

    public const double Days = 30;

    private static readonly DateTimeOffset Begin = SimulatedFleet.End.AddDays(-Days).AddMinutes(-30);
    private static readonly DateTimeOffset Last = SimulatedFleet.End.AddHours(1);

    public static void AddTo(MetricHistory history)
    {
        var moments = Enumerable.Range(0, (int)(Last - Begin).TotalMinutes).Select(i => Begin.AddMinutes(i).AddSeconds(2)).ToList();
        history.Add("job:errors:rate1m", Labels, moments.Select(t => (t, Ratio(t) is var r && double.IsNaN(r) ? 0 : r * PerSecond)));
        history.Add("job:requests:rate1m", Labels, moments.Select(t => (t, double.IsNaN(Ratio(t)) ? 0 : PerSecond)));
        history.Add("job:error_ratio:rate1m", Labels, moments.Select(t => (t, Ratio(t))));
    }

    private static IReadOnlyDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["job"] = "recorded" };

    // Slices end at whole minutes before the incident's start; what was recorded last before such an end stands for the slice.
    private static double Ratio(DateTimeOffset at)
    {
        var before = (SimulatedFleet.Start - at).TotalMinutes;
        if (before < 0)
        {
            return at < SimulatedFleet.End ? 0.1 : 0;
        }

        var minute = before % 1440;
        return before > 1000 && minute is > 701 and < 704 ? BadRatio : before > 1000 && minute is > 704 and < 764 ? double.NaN : 0;
    }
}
