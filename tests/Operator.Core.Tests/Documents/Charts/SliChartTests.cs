using System.Text.RegularExpressions;
using System.Xml.Linq;
using Operator.Api;
using Operator.Core.Documents.Charts;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Documents.Charts;

public sealed class SliChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_value_holds_over_its_stretch_so_that_the_line_goes_in_steps()
    {
        var chart = Draw(SampleIncident.Evidence());

        var indicator = chart.Descendants(Svg + "path").First(p => Class(p) == "line").Attribute("d")!.Value;
        Assert.Matches("^M[0-9. ]+(H[0-9.]+V[0-9.]+)+H744$", indicator);
        Assert.Equal(9, indicator.Count(c => c == 'V'));
    }

    [Theory]
    [InlineData(null, "Share of good events, every 15 seconds. The axis begins at 96%, not at 0.")]
    [InlineData(0.0, "Share of good events, every 15 seconds")]
    public void The_axis_says_when_it_does_not_begin_at_zero(double? lowest, string label)
    {
        var evidence = SampleIncident.Evidence();
        var slo = evidence.Slos[0];
        slo = slo with { Series = [.. slo.Series.Select((p, i) => i == 130 && lowest is not null ? p with { Value = lowest } : p)] };

        Assert.Contains(label, Texts(Draw(evidence with { Slos = [slo] })));
    }

    [Fact]
    public void Every_panel_is_there_where_its_data_are()
    {
        var texts = Texts(Draw(SampleIncident.Evidence()));

        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "good events", "objective 99.9%", "below the objective", "incident", "All events per second", "Failed events per second", "Error budget left since 2025-11-14, by Timeslices", "this incident took 20.8%; 79.2% is left" },
            texts.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain("no data", texts);
    }

    [Fact]
    public void The_budget_is_drawn_up_to_where_facts_reach_and_no_further()
    {
        var chart = Draw(SampleIncident.Evidence());
        var line = chart.Descendants(Svg + "path").Last(p => Class(p) == "line").Attribute("d")!.Value;
        var ends = Regex.Matches(line, "[ML]([0-9.]+) ([0-9.]+)").Select(m => (X: m.Groups[1].Value, Y: m.Groups[2].Value)).ToList();

        // A line from point to point, nothing beyond, and a dot where it ends.
        Assert.Equal(IncidentReportBuilder.Build(SampleIncident.Resource(BudgetingMethod.Timeslices), SampleIncident.Evidence(), SampleIncident.CollectedAt).Slos[0].BudgetLeft.Count, ends.Count);
        var dot = chart.Descendants(Svg + "circle").Last();
        Assert.Equal((ends[^1].X, ends[^1].Y), (dot.Attribute("cx")!.Value, dot.Attribute("cy")!.Value));
    }

    [Fact]
    public void Text_and_chart_say_how_long_a_value_stands()
    {
        var evidence = SampleIncident.Evidence();
        var resource = SampleIncident.Resource(BudgetingMethod.Timeslices);
        var chart = Draw(evidence);

        Assert.Contains(Texts(chart), t => t.StartsWith("Share of good events, every 15 seconds.", StringComparison.Ordinal));
        Assert.Contains("Lowest value, one every 15 seconds, 97% at", chart.Root!.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
        Assert.Equal(60, IncidentReportBuilder.Build(resource, evidence, SampleIncident.CollectedAt).Slos[0].SliceSeconds);
    }

    [Fact]
    public void Without_counts_and_course_the_indicator_stands_alone()
    {
        var evidence = SampleIncident.Evidence();
        var slo = evidence.Slos[0];
        slo = slo with
        {
            Kind = SliKind.Raw,
            Incident = null,
            Before = slo.Before! with { Course = null, Counts = null },
            Series = [.. slo.Series.Select(p => new SliPoint(p.At, p.Value))],
            Slices = [.. slo.Slices.Select(s => s with { Counts = null })],
        };

        var chart = Draw(evidence with { Slos = [slo] });

        Assert.DoesNotContain(Texts(chart), t => t.Contains("per second", StringComparison.Ordinal) || t.Contains("budget", StringComparison.Ordinal));
        Assert.Contains("Share of good events, every 15 seconds. The axis begins at 96%, not at 0.", Texts(chart));
    }

    [Fact]
    public void The_description_tells_what_each_panel_shows()
    {
        var description = Draw(SampleIncident.Evidence()).Root!.Element(Svg + "desc")!.Value;

        Assert.Contains("Lowest value, one every 15 seconds, 97%", description, StringComparison.Ordinal);
        Assert.Contains("Second panel: between 125 and 125 events per second; most failed, 3.75 per second, at 10:04:15.", description, StringComparison.Ordinal);
        Assert.EndsWith("Third panel: the error budget that was left since 2025-11-14 10:12:00 MSK, 79.2% at the end.", description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void What_is_no_number_is_not_drawn(double value)
    {
        var evidence = SampleIncident.Evidence();
        var slo = evidence.Slos[0];
        slo = slo with
        {
            Series = [.. slo.Series.Select(p => p with { Value = value, Total = value, Errors = value })],
            Before = slo.Before! with { Course = [.. slo.Before.Course!.Select(s => s with { BadSeconds = value })] },
        };

        var svg = Draw(evidence with { Slos = [slo] }).ToString();

        Assert.DoesNotMatch(new Regex("NaN|Infinity|∞", RegexOptions.None, TimeSpan.FromSeconds(5)), svg);
    }

    private static string Class(XElement element) => element.Attribute("class")?.Value ?? "";

    private static List<string> Texts(XDocument chart) => [.. chart.Descendants(Svg + "text").Select(t => t.Value)];

    private static XDocument Draw(IncidentEvidence evidence)
    {
        var report = IncidentReportBuilder.Build(SampleIncident.Resource(BudgetingMethod.Timeslices), evidence, SampleIncident.CollectedAt);
        return XDocument.Parse(Assert.Single(SliChartRenderer.RenderAll(report, "Europe/Moscow")).Svg);
    }
}
