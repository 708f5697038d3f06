using System.Globalization;
using System.Text;
using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Documents.Charts;

/// <summary>What a chart says in words: its heading, and all of it for those who do not see it.</summary>
internal static class ChartText
{
    public static string Headline(SloReport slo) => slo.SliAveragePercent is { } average
        ? $"{FigureText.Level(average, slo.Objective)} over the incident, objective {FigureText.Target(slo.Objective)}"
        : $"objective {FigureText.Target(slo.Objective)}";

    public static string Description(IncidentReport report, SloReport slo, ChartLayout layout, LocalClock clock)
    {
        var text = new StringBuilder($"Line chart from {clock.Stamp(layout.Times.From)} to {clock.Stamp(layout.Times.To)}.");
        if (slo.Series.Where(p => p.Value is not null).InOrder((a, b) => Sequences.Compare(a.Value, b.Value)) is [var lowest, ..])
        {
            var every = layout.Step is { } step ? $", one every {BudgetMethods.One(step)}," : "";
            text.Append(CultureInfo.InvariantCulture, $" Lowest value{every} {FigureText.Level(lowest.Value!.Value * 100, slo.Objective)} at {clock.Time(lowest.At)}.");
        }

        if (report.Incident is { } incident)
        {
            text.Append(CultureInfo.InvariantCulture, $" The incident lasted from {clock.Stamp(incident.Start)} to {(report.State == IncidentState.Ongoing ? "now, " : "")}{clock.Stamp(incident.End)}.");
        }

        foreach (var marker in layout.Markers)
        {
            text.Append(CultureInfo.InvariantCulture, $" {marker.Label}.");
        }

        if (layout.Gaps.Count > 0)
        {
            text.Append(" There are stretches without data.");
        }

        Rates(text, slo, clock);
        Budget(text, slo, clock);
        return text.ToString();
    }

    private static void Rates(StringBuilder text, SloReport slo, LocalClock clock)
    {
        if (slo.Rates.Count == 0)
        {
            return;
        }

        var byTotal = slo.Rates.InOrder((a, b) => a.Total.CompareTo(b.Total));
        text.Append(CultureInfo.InvariantCulture, $" Second panel: between {ChartTicks.Short(byTotal[0].Total)} and {ChartTicks.Short(byTotal[^1].Total)} events per second");
        var worst = slo.Rates.InOrder((a, b) => b.Errors.CompareTo(a.Errors))[0];
        text.Append(worst.Errors > 0 ? $"; most failed, {ChartTicks.Short(worst.Errors)} per second, at {clock.Time(worst.End)}." : "; none failed.");
    }

    private static void Budget(StringBuilder text, SloReport slo, LocalClock clock)
    {
        if (slo.BudgetLeft is [_, .., var last])
        {
            text.Append(CultureInfo.InvariantCulture, $" Third panel: the error budget that was left since {clock.Stamp(slo.BudgetLeft[0].At)}, {FigureText.Headline(last.RemainingPercent)} at the end.");
        }
    }
}
