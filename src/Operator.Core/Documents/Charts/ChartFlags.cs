using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>
/// Places the flags of the incident's moments so that no flag covers another nor is crossed by another's line: flags fly to the
/// right of their line, and one that reaches over other lines stands in a row above their flags. Where the picture ends too soon, they
/// fly to the left. What is not known to the minute has none: a line would be more exact than people are. Where seven moments leave no
/// room whatever way they fly, the longest flag is left out; the table of times has it.
/// </summary>
internal static class ChartFlags
{
    private const double Distance = 8;
    private const double FromLine = 5;

    // The width of a bold character of 12 px on average; flags keep this much distance and more.
    private const double CharacterWidth = 6.9;

    public static IReadOnlyList<ChartMarker> Arrange(IncidentReport report, LocalClock clock, ChartTime times)
    {
        var moments = report.Timestamps.Where(t => t.Time >= times.From && t.Time <= times.To && t.Precision <= TimePrecision.Minute).InOrder((a, b) => a.Time.CompareTo(b.Time) is var order and not 0 ? order : a.Name - b.Name);
        List<ChartMarker> flags = [.. moments.Select(m => Flag(m, clock, times.X(m.Time)))];

        IReadOnlyList<ChartMarker>? arranged;
        while ((arranged = Turned(flags).FirstOrDefault(TryStack)) is null)
        {
            flags.Remove(flags.MaxBy(Width)!);
        }

        return arranged;
    }

    /// <summary>Every way in which the flags can fly within the picture: all to the right comes first, then with the last ones to the left.</summary>
    private static IEnumerable<List<ChartMarker>> Turned(List<ChartMarker> flags) =>
        Enumerable.Range(0, 1 << flags.Count)
            .Select(left => flags.Select((f, i) => f with { FliesLeft = (left >> (flags.Count - 1 - i) & 1) == 1 }).ToList())
            .Where(turned => turned.TrueForAll(f => Left(f) >= 0 && Right(f) <= ChartTime.Right));

    /// <summary>Puts each flag into the lowest row above the lines that it reaches over; false if two reach over each other's.</summary>
    private static bool TryStack(List<ChartMarker> flags)
    {
        var open = Enumerable.Range(0, flags.Count).ToList();
        while (open.Count > 0)
        {
            var next = open.FindLastIndex(i => open.TrueForAll(j => !ReachesOver(flags, i, j)));
            if (next < 0)
            {
                return false;
            }

            var flag = open[next];
            open.RemoveAt(next);
            flags[flag] = flags[flag] with { Row = Rows(flags.Where((other, i) => !open.Contains(i) && i != flag && Left(other) < Right(flags[flag]) && Left(flags[flag]) < Right(other))) };
        }

        return true;
    }

    // Of two at one moment, the first one reaches over the other where both fly to the right.
    private static bool ReachesOver(List<ChartMarker> flags, int flag, int other) => flags[flag].FliesLeft
        ? other < flag && flags[other].X > Left(flags[flag])
        : other > flag && flags[other].X < Right(flags[flag]);

    /// <summary>How many rows markers take.</summary>
    public static int Rows(IEnumerable<ChartMarker> markers)
    {
        var rows = 0;
        foreach (var marker in markers)
        {
            rows = Math.Max(rows, marker.Row + 1);
        }

        return rows;
    }

    private static double Width(ChartMarker flag) => FromLine + (flag.Label.Length * CharacterWidth) + Distance;

    private static double Left(ChartMarker flag) => flag.FliesLeft ? flag.X - Width(flag) : flag.X;

    private static double Right(ChartMarker flag) => flag.FliesLeft ? flag.X : flag.X + Width(flag);

    private static ChartMarker Flag(IncidentTimestamp moment, LocalClock clock, double x)
    {
        var (word, style) = Word(moment);
        return new ChartMarker(x, $"{word} {(moment.Precision == TimePrecision.Second ? clock.Time(moment.Time) : clock.Minute(moment.Time))}", style, 0);
    }

    private static (string Word, string Style) Word(IncidentTimestamp moment) => moment.Name switch
    {
        IncidentTimestampName.IntroducedAt => ("Fault introduced", "warn"),
        IncidentTimestampName.StartedAt => ("Start", "bad"),
        IncidentTimestampName.DetectedAt => (moment.Source == TimestampSource.AlertFiring ? "Alert" : "Detected", "warn"),
        IncidentTimestampName.AcknowledgedAt => ("Acknowledged", "act"),
        IncidentTimestampName.MitigatedAt => ("Fix", "act"),
        IncidentTimestampName.RecoveredAt => ("Recovered", "ok"),
        _ => ("Resolved", "ok"),
    };
}
