using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Prometheus;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Measures an objective over a field case's incident, on each kind of server and in each variant.</summary>
public abstract class FieldMeasuring(FieldHistories histories)
{
    private protected FieldHistories Histories => histories;

    public static TheoryData<MetricServer, int> Cases()
    {
        var cases = new TheoryData<MetricServer, int>();
        foreach (var server in Enum.GetValues<MetricServer>())
        {
            foreach (var variant in FieldVariant.All)
            {
                cases.Add(server, variant.Index);
            }
        }

        return cases;
    }

    private protected static SliSpec Events(string errors, string total) => new() { Events = new EventsSliSpec { ErrorQuery = errors, TotalQuery = total } };

    private protected static SliSpec Ratio(string errors, string total) => new() { Ratio = new RatioSliSpec { Errors = errors, Total = total } };

    private protected static SliSpec Raw(string query) => new() { Raw = new RawSliSpec { ErrorRatioQuery = query } };

    private protected static SliSpec Counters(string metric, FieldVariant variant) =>
        Ratio($"{metric}{{variant=\"{variant.Index}\",code=\"500\"}}", $"{metric}{{variant=\"{variant.Index}\"}}");

    private protected async Task<(SloEvidence Evidence, SloReport Report)> MeasureAsync(MetricServer server, FieldVariant variant, SliSpec sli, int earlier = 0, int later = 0, Func<SloSpec, SloSpec>? change = null, Action<PrometheusSourceOptions>? configure = null)
    {
        var slo = new SloSpec { Name = "availability", Objective = FieldVariant.Objective, Window = $"{variant.Days}d", Sli = sli };
        return await MeasureAsync(server, variant.Start.AddSeconds(-earlier), variant.End.AddSeconds(later), change?.Invoke(slo) ?? slo, configure);
    }

    private protected async Task<(SloEvidence Evidence, SloReport Report)> MeasureAsync(MetricServer server, DateTimeOffset start, DateTimeOffset end, SloSpec slo, Action<PrometheusSourceOptions>? configure = null)
    {
        var spec = Collecting.Spec() with { Incident = new IncidentSpec { StartedAt = start, ResolvedAt = end }, Slos = [slo] };
        var now = end.AddHours(1);
        var evidence = await Collecting.CollectAsync(await histories.UrlAsync(server), spec, now, configure);
        return (Assert.Single(evidence.Slos), Assert.Single(IncidentReportBuilder.Build(new PostMortem { Spec = spec }, evidence, now).Slos));
    }

    private protected static BudgetFigure Figure(SloReport report, BudgetingMethod method) => report.Budgets.Single(b => b.Method == method);

    /// <summary>Events, share of the budget and what is left are the truth.</summary>
    private protected static void AssertTruth(FieldVariant variant, SloReport report, double tolerance)
    {
        Assert.Equal(variant.Events, report.Incident!.Value.Total, variant.Events * tolerance);
        Assert.Equal(variant.Failures, report.Incident.Value.Errors, variant.Failures * tolerance);
        var figure = Figure(report, BudgetingMethod.Occurrences);
        Assert.Equal(FigureState.Recorded, figure.State);
        Assert.Equal(variant.Consumed, figure.ConsumedPercent!.Value, variant.Consumed * tolerance);
        Assert.Equal(100 - variant.Consumed, figure.RemainingPercent!.Value, 0.5);
    }
}
