using System.Globalization;
using System.Text;
using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>Draws an objective's indicator around the incident as an SVG that needs nothing else: no fonts, no scripts, no files.</summary>
public static class SliChartRenderer
{
    /// <summary>Draws every objective that has a series.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="timeZone">The IANA zone of the time axis; UTC when it is not known.</param>
    /// <param name="maxBytes">Charts that would take more than half of this are left out.</param>
    public static IReadOnlyList<SloChart> RenderAll(IncidentReport report, string timeZone, int? maxBytes = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var clock = LocalClock.Find(timeZone) ?? LocalClock.Utc;
        return [.. report.Slos
            .Select((slo, i) => slo.Series.Count == 0 ? null : new SloChart(slo.Name, SloSection.ChartFile(slo.Name, i), Render(report, slo, i, clock)))
            .OfType<SloChart>()
            .Where(chart => maxBytes is null || chart.Svg.Length <= maxBytes / 2)];
    }

    private static string Render(IncidentReport report, SloReport slo, int index, LocalClock clock)
    {
        var layout = new SliChartLayout(report, slo, clock);
        var svg = new SvgWriter(string.Create(CultureInfo.InvariantCulture, $"sli{index + 1}"));
        svg.Open(SliChartLayout.Width, layout.Height, $"SLI {slo.Name}: {Headline(slo)}", Description(report, slo, layout, clock));
        svg.Rectangle("bg", 0, 0, SliChartLayout.Width, layout.Height, radius: 6);
        svg.Text("title", SliChartLayout.Left - 48, 26, $"{slo.Name}: {Headline(slo)}");
        svg.Text("soft", SliChartLayout.Left - 48, 44, $"Share of good events, in percent. Times in {clock.Zone(layout.From, layout.To)}.");
        Grid(svg, layout, clock);
        Incident(svg, layout);
        Gaps(svg, layout);
        Series(svg, layout, slo);
        Markers(svg, layout);
        return svg.Close();
    }

    private static string Headline(SloReport slo) => slo.SliAveragePercent is { } average
        ? $"{FigureText.Level(average, slo.Objective)} over the incident, objective {FigureText.Level(slo.Objective)}"
        : $"objective {FigureText.Level(slo.Objective)}";

    private static string Description(IncidentReport report, SloReport slo, SliChartLayout layout, LocalClock clock)
    {
        var text = new StringBuilder($"Line chart from {clock.Stamp(layout.From)} to {clock.Stamp(layout.To)}.");
        if (slo.Series.Where(p => p.Value is not null).InOrder((a, b) => Sequences.Compare(a.Value, b.Value)) is [var lowest, ..])
        {
            text.Append(CultureInfo.InvariantCulture, $" Lowest value {FigureText.Level(lowest.Value!.Value * 100, slo.Objective)} at {clock.Time(lowest.At)}.");
        }

        if (report.Incident is { } incident)
        {
            text.Append(CultureInfo.InvariantCulture, $" The incident lasted from {clock.Stamp(incident.Start)} to {(report.State == IncidentState.Ongoing ? "now, " : "")}{clock.Stamp(incident.End)}.");
        }

        foreach (var marker in layout.Markers)
        {
            text.Append(CultureInfo.InvariantCulture, $" {marker.Label}.");
        }

        return layout.Gaps.Count == 0 ? text.ToString() : text.Append(" There are stretches without data.").ToString();
    }

    private static void Grid(SvgWriter svg, SliChartLayout layout, LocalClock clock)
    {
        foreach (var value in layout.ValueTicks)
        {
            var y = layout.Y(value);
            svg.Line("grid", SliChartLayout.Left, y, SliChartLayout.Right, y);
            svg.Text("soft", SliChartLayout.Left - 8, y + 4, layout.ValueLabel(value), "end");
        }

        svg.Line("axis", SliChartLayout.Left, layout.Bottom, SliChartLayout.Right, layout.Bottom);
        foreach (var time in layout.TimeTicks)
        {
            var x = layout.X(time);
            svg.Line("axis", x, layout.Bottom, x, layout.Bottom + 5);
            svg.Text("soft", x, layout.Bottom + 19, layout.TimeLabel(time, clock), "middle");
        }
    }

    private static void Incident(SvgWriter svg, SliChartLayout layout)
    {
        if (layout.Incident is not { } incident)
        {
            return;
        }

        var (from, to) = (layout.X(incident.Start), layout.X(incident.End));
        svg.Rectangle("incident", from, layout.Top, Math.Max(1, to - from), layout.Bottom - layout.Top);
    }

    private static void Gaps(SvgWriter svg, SliChartLayout layout)
    {
        foreach (var gap in layout.Gaps)
        {
            var (from, to) = (layout.X(gap.Start), layout.X(gap.End));
            svg.Rectangle("gap", from, layout.Top, Math.Max(1, to - from), layout.Bottom - layout.Top);
            if (to - from > 56)
            {
                svg.Text("soft", (from + to) / 2, layout.Bottom - 10, "no data", "middle");
            }
        }
    }

    private static void Series(SvgWriter svg, SliChartLayout layout, SloReport slo)
    {
        var objective = layout.Y(slo.Objective);
        svg.ClipBelow(SliChartLayout.Left, objective, SliChartLayout.Right - SliChartLayout.Left, layout.Bottom - objective);
        List<string> paths = [.. layout.Runs.Select(SvgWriter.Through)];
        for (var i = 0; i < paths.Count; i++)
        {
            svg.AreaTo("below", objective, paths[i], layout.Runs[i][0].X, layout.Runs[i][^1].X);
        }

        svg.Line("objective", SliChartLayout.Left, objective, SliChartLayout.Right, objective);
        svg.Text("objective-label", SliChartLayout.Right + 8, objective + 4, $"objective {FigureText.Level(slo.Objective)}");
        for (var i = 0; i < paths.Count; i++)
        {
            if (layout.Runs[i] is [var alone])
            {
                svg.Dot("dot", alone.X, alone.Y);
            }
            else
            {
                svg.Path("line", paths[i]);
            }
        }
    }

    private static void Markers(SvgWriter svg, SliChartLayout layout)
    {
        foreach (var marker in layout.Markers)
        {
            var y = layout.FlagY(marker);
            svg.Line("mark " + marker.Style, marker.X, y - 11, marker.X, layout.Bottom);
            svg.Text("flag " + marker.Style, marker.X + 5, y, marker.Label);
        }
    }
}
