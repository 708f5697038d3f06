using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>
/// Places the flags of the incident's moments so that no flag covers another nor is crossed by another's line: flags fly to the
/// right of their line, and one that reaches over later lines stands in a row above their flags.
/// </summary>
internal static class ChartFlags
{
    private const double Distance = 8;

    public static IReadOnlyList<ChartMarker> Arrange(
        IncidentReport report,
        LocalClock clock,
        Func<DateTimeOffset, double> x,
        double characterWidth,
        DateTimeOffset from,
        DateTimeOffset to)
    {
        var moments = report.Timestamps.Where(t => t.Time >= from && t.Time <= to).InOrder((a, b) => a.Time.CompareTo(b.Time) is var order and not 0 ? order : a.Name - b.Name);
        var placed = new List<ChartMarker>();
        for (var i = moments.Count - 1; i >= 0; i--)
        {
            var (word, style) = Word(moments[i].Name);
            var label = $"{word} {clock.Time(moments[i].Time)}";
            var left = x(moments[i].Time);
            var right = left + 5 + (label.Length * characterWidth) + Distance;
            var row = Rows(placed.Where(m => m.X < right));
            placed.Insert(0, new ChartMarker(left, label, style, row));
        }

        return placed;
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

    private static (string Word, string Style) Word(IncidentTimestampName name) => name switch
    {
        IncidentTimestampName.IntroducedAt => ("Fault introduced", "warn"),
        IncidentTimestampName.StartedAt => ("Start", "bad"),
        IncidentTimestampName.DetectedAt => ("Alert", "warn"),
        IncidentTimestampName.AcknowledgedAt => ("Acknowledged", "act"),
        IncidentTimestampName.MitigatedAt => ("Fix", "act"),
        IncidentTimestampName.RecoveredAt => ("Recovered", "ok"),
        _ => ("Resolved", "ok"),
    };
}
