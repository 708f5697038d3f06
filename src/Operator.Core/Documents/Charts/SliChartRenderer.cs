using System.Globalization;
using Operator.Core.Evidence;
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
        var layout = new ChartLayout(report, slo, clock);
        var svg = new SvgWriter(string.Create(CultureInfo.InvariantCulture, $"sli{index + 1}"));
        svg.Open(ChartLayout.Width, layout.Height, $"SLI {slo.Name}: {ChartText.Headline(slo)}", ChartText.Description(report, slo, layout, clock));
        svg.Rectangle("bg", 0, 0, ChartLayout.Width, layout.Height, radius: 6);
        svg.Text("title", ChartLayout.Margin, 26, slo.Name);
        svg.Text("soft", ChartLayout.Margin, 46, $"{Upper(ChartText.Headline(slo))}. Times in {clock.Zone(layout.Times.From, layout.Times.To)}.");
        ChartLegend.Draw(svg, layout, slo, 70);
        Level(svg, layout, slo);
        RatePanel.Draw(svg, layout, slo);
        TimeNames(svg, layout.Times, layout.TimesY, clock);
        Markers(svg, layout);
        BudgetPanel.Draw(svg, layout, slo, clock);
        return svg.Close();
    }

    /// <summary>Names the times of an axis.</summary>
    internal static void TimeNames(SvgWriter svg, ChartTime times, double y, LocalClock clock)
    {
        foreach (var time in times.Ticks)
        {
            var x = times.X(time);
            svg.Line("axis", x, y, x, y + 5);
            svg.Text("soft", x, y + 19, times.Label(time, clock), "middle");
        }
    }

    /// <summary>Shades the incident and what is not known in a plot.</summary>
    internal static void Shades(SvgWriter svg, ChartLayout layout, ChartScale scale)
    {
        if (layout.Incident is { } incident)
        {
            Stretch(svg, "incident", layout.Times, incident, scale);
        }

        foreach (var gap in layout.Gaps)
        {
            Stretch(svg, "gap", layout.Times, gap, scale);
        }
    }

    /// <summary>Draws a piece of a line.</summary>
    internal static void Line(SvgWriter svg, string style, IReadOnlyList<ChartStep> steps)
    {
        if (steps is [var alone] && alone.To - alone.From < 2)
        {
            svg.Dot("dot", alone.To, alone.Y);
        }
        else
        {
            svg.Path(style, SvgWriter.Through(steps));
        }
    }

    private static void Level(SvgWriter svg, ChartLayout layout, SloReport slo)
    {
        var scale = layout.Level;
        var every = layout.Step is { } step ? $", every {BudgetMethods.One(step)}" : "";
        svg.Text("label", ChartLayout.Margin, 98, scale.Lowest > 0
            ? $"Share of good events{every}. The axis begins at {Percent(scale.Lowest, layout.LevelStep)}, not at 0."
            : $"Share of good events{every}");
        Shades(svg, layout, scale);
        for (var value = 100.0; value >= scale.Lowest - (layout.LevelStep / 1000); value -= layout.LevelStep)
        {
            svg.Line("grid", ChartTime.Left, scale.Y(value), ChartTime.Right, scale.Y(value));
            svg.Text("soft", ChartTime.Left - 8, scale.Y(value) + 4, Percent(value, layout.LevelStep), "end");
        }

        svg.Line("axis", ChartTime.Left, scale.Bottom, ChartTime.Right, scale.Bottom);
        var objective = scale.Y(slo.Objective);
        svg.ClipBelow(ChartTime.Left, objective, ChartTime.Right - ChartTime.Left, scale.Bottom - objective);
        svg.Hatching();
        foreach (var line in layout.Lines)
        {
            svg.AreaTo("below", objective, line);
        }

        svg.Line("objective", ChartTime.Left, objective, ChartTime.Right, objective);
        foreach (var line in layout.Lines)
        {
            Line(svg, "line", line);
        }
    }

    private static void Markers(SvgWriter svg, ChartLayout layout)
    {
        foreach (var marker in layout.Markers)
        {
            var y = layout.FlagY(marker);
            svg.Line("mark " + marker.Style, marker.X, y - 11, marker.X, layout.Level.Bottom);
            foreach (var scale in new[] { layout.Total, layout.Errors }.OfType<ChartScale>())
            {
                svg.Line("mark " + marker.Style, marker.X, scale.Top, marker.X, scale.Bottom);
            }

            svg.Text("flag " + marker.Style, marker.FliesLeft ? marker.X - 5 : marker.X + 5, y, marker.Label, marker.FliesLeft ? "end" : "start");
        }
    }

    private static void Stretch(SvgWriter svg, string style, ChartTime times, TimeRange range, ChartScale scale)
    {
        var (from, to) = (times.X(range.Start), times.X(range.End));
        svg.Rectangle(style, from, scale.Top, Math.Max(1, to - from), scale.Height);
    }

    private static string Percent(double value, double step) => value.ToString("F" + ChartTicks.Digits(step).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + "%";

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
