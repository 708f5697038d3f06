using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Prometheus;

namespace Operator.Tests.Evidence;

/// <summary>Reads evidence of the simulated incident from a real Prometheus, and computes its figures.</summary>
public abstract class IncidentMeasuring(IncidentHistories histories)
{
    private protected const double WindowSeconds = 7 * 86400;
    private protected const double IncidentSeconds = 570;
    private protected const double Requests = SimulatedIncidents.PerSecond * IncidentSeconds;
    private protected const double Failures = Requests * SimulatedIncidents.IncidentRatio;

    private protected IncidentHistories Histories => histories;

    private protected static PostMortemSpec Spec(params SloSpec[] slos) => Collecting.Spec() with
    {
        Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End },
        Slos = slos,
    };

    private protected Task<IncidentEvidence> CollectAsync(PostMortemSpec spec, Action<PrometheusSourceOptions>? configure = null) =>
        Collecting.CollectAsync(histories, spec, SimulatedIncidents.Now, configure);

    private protected static BudgetFigure Figure(SloReport report, BudgetingMethod method) => report.Budgets.Single(b => b.Method == method);

    private protected Task<(SloEvidence Evidence, SloReport Report)> MeasureAsync(string errors, string total) => MeasureAsync(Collecting.Ratio(errors, total, "7d"));

    private protected async Task<(SloEvidence Evidence, SloReport Report)> MeasureAsync(SloSpec slo)
    {
        var evidence = await CollectAsync(Spec(slo));
        var report = IncidentReportBuilder.Build(new PostMortem { Spec = Spec(slo) }, evidence, SimulatedIncidents.Now);
        return (Assert.Single(evidence.Slos), Assert.Single(report.Slos));
    }
}
