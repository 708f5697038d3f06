using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Evidence;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>The incidents behind the golden documents.</summary>
internal static class GoldenDocuments
{
    public static RenderedDocument Render(string name) => name switch
    {
        "full" => Rendered.Document(Rendered.Sample("full.yaml"), SampleIncident.Evidence()),
        "minimal" => Rendered.Document(Rendered.Sample("minimal.yaml"), evidence: null),
        "manual" => Rendered.Document(Rendered.Sample("manual.yaml"), evidence: null),
        "ongoing" => Ongoing(),
        "partial" => Partial(),
        "hostile" => Rendered.Document(HostileIncident.Resource(), HostileIncident.Evidence()),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static RenderedDocument Ongoing()
    {
        var now = SampleIncident.End;
        var resource = SampleIncident.Resource();
        var evidence = SampleIncident.Evidence() with { CollectedAt = now };
        return Rendered.Document(
            resource with { Spec = resource.Spec with { TimeZone = "Asia/Almaty", Timeline = [], Incident = new IncidentSpec { StartedAt = SampleIncident.Start } } },
            evidence with { Alerts = [] },
            now);
    }

    private static RenderedDocument Partial()
    {
        var evidence = SampleIncident.Evidence();
        var slo = evidence.Slos[0];
        var day = slo.Before! with { CoveredSeconds = 86_400, Counts = new EventCounts(0, 86_400 * 125) };
        var series = slo.Series.Select((p, i) => i is > 8 and < 14 ? p with { Value = null } : p).ToList();
        return Rendered.Document(
            SampleIncident.Resource(BudgetingMethod.Occurrences),
            evidence with { Slos = [slo with { Before = day, CountSource = CountSource.Increase, Series = series, Notes = ["increase() was used, because the series are too many to read raw"] }] });
    }
}
