using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Operator.EndToEnd.Tests.Monitoring;

/// <summary>Draws a dashboard's panels with their data, roughly as Grafana would.</summary>
internal static class DashboardPage
{
    private const int Column = 52;
    private const int Row = 38;

    public static string Of(JsonArray panels, IReadOnlyDictionary<string, IReadOnlyList<Answer>> shown)
    {
        var html = new StringBuilder("""
            <!doctype html><meta charset="utf-8"><title>Post-mortems</title><style>
            body{position:relative;width:1260px;height:1010px;margin:0;background:#f4f5f5;font:13px sans-serif;color:#24292e}
            section{position:absolute;box-sizing:border-box;background:#fff;border:1px solid #ddd;padding:8px 10px;overflow:hidden}
            h2{font-size:13px;margin:0 0 6px;font-weight:600} b{font-size:26px;font-weight:500;display:block} table{width:100%;border-collapse:collapse;font-size:12px}
            td,th{text-align:left;padding:2px 4px;border-bottom:1px solid #eee} i{display:block;height:14px;background:#3274d9} p{margin:3px 0 0}
            </style>
            """);
        foreach (var panel in panels.Select(p => p!.AsObject()))
        {
            var (title, at) = ((string)panel["title"]!, panel["gridPos"]!);
            html.Append(CultureInfo.InvariantCulture, $"<section style=\"left:{(int)at["x"]! * Column + 4}px;top:{(int)at["y"]! * Row + 4}px;width:{(int)at["w"]! * Column - 6}px;height:{(int)at["h"]! * Row - 6}px\"><h2>{Encode(title)}</h2>");
            foreach (var target in panel["targets"]!.AsArray())
            {
                Draw(html, panel, (string)target!["legendFormat"]!, shown[$"{title}/{target["refId"]}"]);
            }

            html.Append("</section>\n");
        }

        return html.ToString();
    }

    private static void Draw(StringBuilder html, JsonObject panel, string legend, IReadOnlyList<Answer> answers)
    {
        var (type, unit) = ((string)panel["type"]!, Unit(panel, legend));
        if (answers.Count == 0)
        {
            html.Append("<p>none</p>");
        }
        else if (type == "stat")
        {
            html.Append(CultureInfo.InvariantCulture, $"<b>{Value(answers[0].Value, unit)}</b>{Encode(legend)}");
        }
        else if (type == "bargauge")
        {
            var most = answers.Max(a => a.Value);
            foreach (var answer in answers)
            {
                html.Append(CultureInfo.InvariantCulture, $"<p>{Encode(Legend(legend, answer))}: {Value(answer.Value, unit)}</p><i style=\"width:{answer.Value / most:0.0%}\"></i>");
            }
        }
        else
        {
            var organize = panel["transformations"]?.AsArray().FirstOrDefault(t => (string?)t!["id"] is "organize")?["options"];
            string[] names = [.. answers.SelectMany(a => a.Labels.Keys).Distinct().Where(n => (bool?)organize?["excludeByName"]?[n] is not true)];
            html.Append(CultureInfo.InvariantCulture, $"<table><tr>{string.Concat(names.Append("Value").Select(n => $"<th>{Encode((string?)organize?["renameByName"]?[n] ?? n)}</th>"))}</tr>");
            foreach (var answer in answers)
            {
                html.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(names.Select(n => $"<td>{Encode(answer.Labels.GetValueOrDefault(n, ""))}</td>"))}<td>{Value(answer.Value, unit)}</td></tr>");
            }

            html.Append("</table>");
        }
    }

    private static string? Unit(JsonObject panel, string legend)
    {
        var config = panel["fieldConfig"]!;
        var special = config["overrides"]!.AsArray().FirstOrDefault(o => panel["type"]!.GetValue<string>() == "table" || (string)o!["matcher"]!["options"]! == legend);
        return (string?)(special?["properties"]![0]!["value"] ?? config["defaults"]!["unit"]);
    }

    private static string Legend(string format, Answer answer) =>
        answer.Labels.Aggregate(format, (text, label) => text.Replace($"{{{{{label.Key}}}}}", label.Value, StringComparison.Ordinal));

    private static string Value(double value, string? unit) => unit switch
    {
        "s" when value >= 172_800 => string.Create(CultureInfo.InvariantCulture, $"{value / 86_400:0.0} days"),
        "s" when value >= 7200 => string.Create(CultureInfo.InvariantCulture, $"{value / 3600:0.0} hours"),
        "s" => string.Create(CultureInfo.InvariantCulture, $"{value / 60:0.0} min"),
        "percentunit" => value.ToString("0.0 %", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
