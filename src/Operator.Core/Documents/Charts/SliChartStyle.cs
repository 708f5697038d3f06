namespace Operator.Core.Documents.Charts;

/// <summary>
/// The charts' colours, light and dark. Contrast of text and lines is at least 4.5 and 3 to 1 on both backgrounds. Lines differ by their
/// dashes and areas by their fillings as well, so that a print in grey says the same.
/// </summary>
public static class SliChartStyle
{
    private const string Light = "--bg:#fff;--fg:#1f2328;--soft:#59636e;--grid:#d1d9e0;--line:#0969da;--bad:#cf222e;--ok:#1a7f37;--act:#8250df;--warn:#9a6700";

    /// <summary>The style sheet, scoped to class <c>sli-chart</c>; a page that holds charts names it to the browser by its hash.</summary>
    public const string Css =
        ".sli-chart{" + Light + ";font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}"
        + ".sli-chart text{fill:var(--fg)}.sli-chart .soft{fill:var(--soft)}.sli-chart .label{font-weight:600}.sli-chart .title{font-size:15px;font-weight:600}"
        + ".sli-chart .bg{fill:var(--bg)}.sli-chart .grid{stroke:var(--grid);stroke-width:1}.sli-chart .axis{stroke:var(--soft);stroke-width:1}"
        + ".sli-chart .line,.sli-chart .errors{fill:none;stroke:var(--line);stroke-width:2;stroke-linejoin:round}.sli-chart .errors{stroke:var(--bad)}.sli-chart .dot{fill:var(--line)}"
        + ".sli-chart .stripe-bg{fill:var(--bad);fill-opacity:.08}.sli-chart .stripe{fill:var(--bad);fill-opacity:.45}"
        + ".sli-chart .incident{fill:var(--soft);fill-opacity:.13}.sli-chart .budget{fill:var(--line);fill-opacity:.13}"
        + ".sli-chart .gap{fill:none;stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}"
        + ".sli-chart .objective{stroke:var(--ok);stroke-width:2;stroke-dasharray:7 4}"
        + ".sli-chart .mark{stroke-width:1.5}.sli-chart .flag{font-weight:600}"
        + ".sli-chart .bad{stroke:var(--bad)}.sli-chart .warn{stroke:var(--warn)}.sli-chart .act{stroke:var(--act)}.sli-chart .ok{stroke:var(--ok)}"
        + ".sli-chart text.bad{fill:var(--bad);stroke:none}.sli-chart text.warn{fill:var(--warn);stroke:none}"
        + ".sli-chart text.act{fill:var(--act);stroke:none}.sli-chart text.ok{fill:var(--ok);stroke:none}"
        + "@media (prefers-color-scheme:dark){.sli-chart{--bg:#0d1117;--fg:#e6edf3;--soft:#9198a1;--grid:#30363d;--line:#4493f8;--bad:#ff7b72;--ok:#3fb950;--act:#bc8cff;--warn:#d29922}}"
        + "@media print{.sli-chart{" + Light + "}}";
}
