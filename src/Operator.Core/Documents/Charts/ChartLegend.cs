using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>Says what lines and areas mean: each has a form of its own, so that no colour is needed.</summary>
internal static class ChartLegend
{
    private const double Swatch = 24;
    private const double CharacterWidth = 6.2;

    public static void Draw(SvgWriter svg, ChartLayout layout, SloReport slo, double y)
    {
        var x = ChartLayout.Margin;
        svg.Line("line", x, y, x + Swatch, y);
        x = Word(svg, x, y, "good events");
        svg.Line("objective", x, y, x + Swatch, y);
        x = Word(svg, x, y, $"objective {FigureText.Target(slo.Objective)}");
        svg.Striped("below", x, y - 6, Swatch, 12);
        x = Word(svg, x, y, "below the objective");
        if (layout.Incident is not null)
        {
            x = Area(svg, "incident", x, y, "incident");
        }

        if (layout.Gaps.Count > 0)
        {
            Area(svg, "gap", x, y, "no data");
        }
    }

    private static double Area(SvgWriter svg, string style, double x, double y, string word)
    {
        svg.Rectangle(style, x, y - 6, Swatch, 12);
        return Word(svg, x, y, word);
    }

    private static double Word(SvgWriter svg, double x, double y, string word)
    {
        svg.Text("soft", x + Swatch + 6, y + 4, word);
        return x + Swatch + 6 + (word.Length * CharacterWidth) + 20;
    }
}
