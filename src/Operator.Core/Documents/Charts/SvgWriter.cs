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

    /// <summary>Striped areas show only within this rectangle.</summary>
    public void ClipBelow(double x, double y, double width, double height)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{id}-clip\"><rect");
        Attribute("x", x).Attribute("y", y).Attribute("width", width).Attribute("height", Math.Max(0, height));
        _svg.Append("/></clipPath>\n");
    }

    /// <summary>A rectangle in the stripes of <see cref="Hatching"/>.</summary>
    public void Striped(string style, double x, double y, double width, double height)
    {
        _svg.Append("<rect class=\"").Append(style).Append(CultureInfo.InvariantCulture, $"\" fill=\"url(#{id}-hatch)\"");
        Attribute("x", x).Attribute("y", y).Attribute("width", width).Attribute("height", height);
        _svg.Append("/>\n");
    }

    /// <summary>What class <c>below</c> is filled with: stripes, which show in grey as well.</summary>
    public void Hatching() => _svg.Append(CultureInfo.InvariantCulture, $"<pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"stripe-bg\" width=\"6\" height=\"6\"/><rect class=\"stripe\" width=\"2\" height=\"6\"/></pattern>\n");

    /// <summary>A line through points, as paths say it.</summary>
    /// <param name="points">At least one.</param>
    public static string Through(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder(16 * points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            path.Append(i == 0 ? 'M' : 'L');
            Number(path, points[i].X).Append(' ');
            Number(path, points[i].Y);
        }

        return path.ToString();
    }

    /// <summary>A line of steps, as paths say it.</summary>
    /// <param name="steps">At least one; each begins where the one before ends.</param>
    public static string Through(IReadOnlyList<ChartStep> steps)
    {
        var path = new StringBuilder(16 * steps.Count);
        Number(path.Append('M'), steps[0].From).Append(' ');
        Number(path, steps[0].Y);
        for (var i = 0; i < steps.Count; i++)
        {
            // What is level is drawn at once.
            if (i > 0 && steps[i].Y != steps[i - 1].Y)
            {
                Number(path.Append('H'), steps[i].From);
                Number(path.Append('V'), steps[i].Y);
            }
        }

        return Number(path.Append('H'), steps[^1].To).ToString();
    }

    public void Path(string style, string path) => _svg.Append("<path class=\"").Append(style).Append("\" d=\"").Append(path).Append("\"/>\n");

    /// <summary>The striped area between a line and a level, where <see cref="ClipBelow"/> lets it show.</summary>
    public void AreaTo(string style, double level, IReadOnlyList<ChartStep> steps)
    {
        _svg.Append("<path class=\"").Append(style).Append(CultureInfo.InvariantCulture, $"\" fill=\"url(#{id}-hatch)\" clip-path=\"url(#{id}-clip)\" d=\"").Append(Through(steps));
        Down(level, steps[0].From);
    }

    /// <summary>The area between a line and a level.</summary>
    public void AreaTo(string style, double level, IReadOnlyList<(double X, double Y)> points)
    {
        _svg.Append("<path class=\"").Append(style).Append("\" d=\"").Append(Through(points));
        Down(level, points[0].X);
    }

    private void Down(double level, double from)
    {
        _svg.Append('V');
        Number(level).Append('H');
        Number(from).Append("Z\"/>\n");
    }

    private SvgWriter Attribute(string name, double value)
    {
        _svg.Append(' ').Append(name).Append("=\"");
        Number(value).Append('"');
        return this;
    }

    private StringBuilder Number(double value) => Number(_svg, value);

    // Two decimals without zeros at the end; a chart has thousands of numbers, and format strings are slow.
    private static StringBuilder Number(StringBuilder target, double value)
    {
        var hundredths = (long)Math.Round(value * 100, MidpointRounding.AwayFromZero);
        Span<char> text = stackalloc char[24];
        var start = hundredths < 0 ? 1 : 0;
        text[0] = '-';
        var whole = Math.Abs(hundredths / 100);
        whole.TryFormat(text[start..], out var digits, provider: CultureInfo.InvariantCulture);
        var length = start + digits;
        var (tenths, rest) = ((int)Math.Abs(hundredths / 10 % 10), (int)Math.Abs(hundredths % 10));
        if (tenths > 0 || rest > 0)
        {
            text[length++] = '.';
            text[length++] = (char)('0' + tenths);
        }

        if (rest > 0)
        {
            text[length++] = (char)('0' + rest);
        }

        return target.Append(text[..length]);
    }

    private void Escape(string text)
    {
        var rest = VisibleText.Clean(text, MarkdownText.DefaultLimit, out _).AsSpan();
        for (var at = rest.IndexOfAny("&<>\""); at >= 0; at = rest.IndexOfAny("&<>\""))
        {
            _svg.Append(rest[..at]).Append(rest[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => "&quot;" });
            rest = rest[(at + 1)..];
        }

        _svg.Append(rest);
    }
}
