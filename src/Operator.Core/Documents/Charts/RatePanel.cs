using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>Events per second below the indicator: all, and those that failed, each on a scale of its own.</summary>
internal static class RatePanel
{
    public static void Draw(SvgWriter svg, ChartLayout layout, SloReport slo)
    {
        if (layout is { Total: { } total, Errors: { } errors })
        {
            Strip(svg, layout, slo, total, "All events per second", "line", r => r.Total);
            Strip(svg, layout, slo, errors, "Failed events per second", "errors", r => r.Errors);
        }
    }

    private static void Strip(SvgWriter svg, ChartLayout layout, SloReport slo, ChartScale scale, string label, string style, Func<EventRate, double> rate)
    {
        svg.Text("label", ChartLayout.Margin, scale.Top - 9, label);
        SliChartRenderer.Shades(svg, layout, scale);
        foreach (var value in new[] { scale.Highest, scale.Highest / 2 })
        {
            svg.Line("grid", ChartTime.Left, scale.Y(value), ChartTime.Right, scale.Y(value));
            svg.Text("soft", ChartTime.Left - 8, scale.Y(value) + 4, ChartTicks.Short(value), "end");
        }

        svg.Text("soft", ChartTime.Left - 8, scale.Bottom + 4, "0", "end");
        svg.Line("axis", ChartTime.Left, scale.Bottom, ChartTime.Right, scale.Bottom);
        foreach (var line in ChartStep.Lines(slo.Rates.Select(r => new ChartStep(layout.Times.X(r.Start), layout.Times.X(r.End), scale.Y(rate(r))))))
        {
            SliChartRenderer.Line(svg, style, line);
        }
    }
}
