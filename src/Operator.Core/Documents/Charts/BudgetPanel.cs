using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>The error budget through its window, with a time axis of its own.</summary>
internal static class BudgetPanel
{
    public static void Draw(SvgWriter svg, ChartLayout layout, SloReport slo, LocalClock clock)
    {
        if (layout is not { Budget: { } scale, Window: { } window })
        {
            return;
        }

        svg.Text("label", ChartLayout.Margin, scale.Top - 9, $"Error budget left since {clock.Date(window.From)}, by {slo.Method}");
        foreach (var value in scale.Lowest < 0 ? new[] { 100, 0 } : [100, 50])
        {
            svg.Line("grid", ChartTime.Left, scale.Y(value), ChartTime.Right, scale.Y(value));
            svg.Text("soft", ChartTime.Left - 8, scale.Y(value) + 4, $"{value}%", "end");
        }

        svg.Text("soft", ChartTime.Left - 8, scale.Bottom + 4, scale.Lowest < 0 ? $"{scale.Lowest:0}%" : "0%", "end");
        svg.Line("axis", ChartTime.Left, scale.Bottom, ChartTime.Right, scale.Bottom);
        var points = slo.BudgetLeft.Select(p => (X: window.X(p.At), Y: scale.Y(p.RemainingPercent))).ToList();
        svg.AreaTo("budget", scale.Y(0), points);
        svg.Path("line", SvgWriter.Through(points));
        SliChartRenderer.TimeNames(svg, window, scale.Bottom, clock);
        Incident(svg, layout, slo, points);
        svg.Dot("dot", points[^1].X, points[^1].Y);
    }

    private static void Incident(SvgWriter svg, ChartLayout layout, SloReport slo, List<(double X, double Y)> points)
    {
        if (layout is not { Incident: { } incident, Budget: { } scale } || slo.Budget?.ConsumedPercent is not { } consumed)
        {
            return;
        }

        var before = slo.BudgetLeft.Count(p => p.At <= incident.Start);
        svg.Path("errors", SvgWriter.Through(points[Math.Max(0, before - 1)..]));
        svg.Text("flag bad", ChartTime.Right, scale.Top - 9, $"this incident took {FigureText.Headline(consumed)}; {FigureText.Headline(slo.BudgetLeft[^1].RemainingPercent)} is left", "end");
    }
}
