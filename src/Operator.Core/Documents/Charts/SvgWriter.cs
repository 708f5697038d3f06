using System.Globalization;
using System.Text;

namespace Operator.Core.Documents.Charts;

/// <summary>Writes SVG: numbers with at most two decimals in every culture, text escaped, ids of its own in a page of many charts.</summary>
internal sealed class SvgWriter(string id)
{
    private readonly StringBuilder _svg = new(16 * 1024);

    public void Open(double width, double height, string title, string description)
    {
        _svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sli-chart\" role=\"img\" viewBox=\"0 0 ");
        Number(width).Append(' ');
        Number(height).Append("\" width=\"");
        Number(width).Append("\" height=\"");
        Number(height).Append(CultureInfo.InvariantCulture, $"\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">");
        Escape(title);
        _svg.Append(CultureInfo.InvariantCulture, $"</title>\n<desc id=\"{id}-desc\">");
        Escape(description);
        _svg.Append("</desc>\n<style>").Append(SliChartStyle.Css).Append("</style>\n");
    }

    public string Close() => _svg.Append("</svg>\n").ToString();

    public void Rectangle(string style, double x, double y, double width, double height, double radius = 0)
    {
        _svg.Append("<rect class=\"").Append(style).Append('"');
        Attribute("x", x).Attribute("y", y).Attribute("width", width).Attribute("height", height);
        if (radius > 0)
        {
            Attribute("rx", radius);
        }

        _svg.Append("/>\n");
    }

    public void Line(string style, double x1, double y1, double x2, double y2)
    {
        _svg.Append("<line class=\"").Append(style).Append('"');
        Attribute("x1", x1).Attribute("y1", y1).Attribute("x2", x2).Attribute("y2", y2);
        _svg.Append("/>\n");
    }

    public void Dot(string style, double x, double y)
    {
        _svg.Append("<circle class=\"").Append(style).Append('"');
        Attribute("cx", x).Attribute("cy", y).Attribute("r", 2.5);
        _svg.Append("/>\n");
    }

    public void Text(string style, double x, double y, string text, string anchor = "start")
    {
        _svg.Append("<text class=\"").Append(style).Append('"');
        Attribute("x", x).Attribute("y", y);
        if (!string.Equals(anchor, "start", StringComparison.Ordinal))
        {
            _svg.Append(" text-anchor=\"").Append(anchor).Append('"');
        }

        _svg.Append('>');
        Escape(text);
        _svg.Append("</text>\n");
    }

    /// <summary>What is drawn by <see cref="AreaTo"/> shows only within this rectangle.</summary>
    public void ClipBelow(double x, double y, double width, double height)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{id}-clip\"><rect");
        Attribute("x", x).Attribute("y", y).Attribute("width", width).Attribute("height", Math.Max(0, height));
        _svg.Append("/></clipPath>\n");
    }

    public void Path(string style, IReadOnlyList<ChartPoint> points)
    {
        _svg.Append("<path class=\"").Append(style).Append("\" d=\"");
        Points(points);
        _svg.Append("\"/>\n");
    }

    /// <summary>The area between a line and a level.</summary>
    public void AreaTo(string style, double level, IReadOnlyList<ChartPoint> points)
    {
        _svg.Append("<path class=\"").Append(style).Append(CultureInfo.InvariantCulture, $"\" clip-path=\"url(#{id}-clip)\" d=\"");
        Points(points);
        _svg.Append('L');
        Number(points[^1].X).Append(' ');
        Number(level).Append('L');
        Number(points[0].X).Append(' ');
        Number(level).Append("Z\"/>\n");
    }

    private void Points(IReadOnlyList<ChartPoint> points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            _svg.Append(i == 0 ? 'M' : 'L');
            Number(points[i].X).Append(' ');
            Number(points[i].Y);
        }
    }

    private SvgWriter Attribute(string name, double value)
    {
        _svg.Append(' ').Append(name).Append("=\"");
        Number(value).Append('"');
        return this;
    }

    // Two decimals without zeros at the end; a chart has thousands of numbers, and format strings are slow.
    private StringBuilder Number(double value)
    {
        var hundredths = (long)Math.Round(value * 100, MidpointRounding.AwayFromZero);
        if (hundredths < 0)
        {
            _svg.Append('-');
            hundredths = -hundredths;
        }

        _svg.Append(hundredths / 100);
        var (tenths, rest) = (hundredths / 10 % 10, hundredths % 10);
        if (tenths > 0 || rest > 0)
        {
            _svg.Append('.').Append(tenths);
        }

        return rest > 0 ? _svg.Append(rest) : _svg;
    }

    private void Escape(string text)
    {
        foreach (var c in VisibleText.Clean(text, MarkdownText.DefaultLimit, out _))
        {
            _ = c switch
            {
                '&' => _svg.Append("&amp;"),
                '<' => _svg.Append("&lt;"),
                '>' => _svg.Append("&gt;"),
                '"' => _svg.Append("&quot;"),
                _ => _svg.Append(c),
            };
        }
    }
}
