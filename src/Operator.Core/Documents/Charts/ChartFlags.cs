using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>
/// Places the flags of the incident's moments so that no flag covers another nor is crossed by another's line: flags fly to the
/// right of their line, and one that reaches over later lines stands in a row above their flags. Where the picture ends too soon, they
/// fly to the left. What is not known to the minute has none: a line would be more exact than people are.
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
        var flyRight = flags.Count;
        for (var i = flags.Count - 1; i >= 0 && (Right(flags[i]) > ChartTime.Right || (flyRight < flags.Count && flyRight == i + 1 && Right(flags[i]) > flags[i + 1].X)); i--)
        {
            flyRight = i;
        }

        for (var i = flyRight - 1; i >= 0; i--)
        {
            // Also over the lines of those that fly to the left.
            flags[i] = flags[i] with { Row = Rows(flags.Skip(i + 1).Take(flyRight - i - 1).Where(m => m.X < Right(flags[i]))) };
        }

        for (var i = flyRight; i < flags.Count; i++)
        {
            flags[i] = flags[i] with { FliesLeft = true, Row = Rows(flags.Take(i).Where(m => (m.FliesLeft ? m.X : Right(m)) > Left(flags[i]))) };
        }

        return flags;
    }

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

    private static double Right(ChartMarker flag) => flag.X + Width(flag);

    private static double Left(ChartMarker flag) => flag.X - Width(flag);

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
