using Operator.Api;
using Operator.Core.Evidence;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>The same of what was measured.</summary>
public sealed class RetoldMeasurementTests
{
    [Theory]
    [InlineData("1d", "1-day")]
    [InlineData("2d", "2-day")]
    [InlineData("36h", "36-hour")]
    public void A_window_of_days_is_told_in_days(string window, string expected)
    {
        var resource = SampleIncident.Resource(BudgetingMethod.Timeslices);
        resource = resource with { Spec = resource.Spec with { Slos = [resource.Spec.Slos[0] with { Window = window }] } };

        Assert.Contains($"of the {expected} error budget", Rendered.Document(resource, SampleIncident.Evidence(), SampleIncident.CollectedAt).Markdown);
    }

    [Fact]
    public void An_agreement_of_one_objective_of_several_is_told_with_its_name()
    {
        var resource = SampleIncident.Resource(BudgetingMethod.Timeslices);
        var slo = resource.Spec.Slos[0];
        resource = resource with { Spec = resource.Spec with { Slos = [slo with { Sla = 99.5 }, slo with { Name = "other", Sla = 99 }] } };

        Assert.Contains("- **SLA Breach:** No for availability: 99.98% over 30 days, SLA 99.5%; not known for other: ", Rendered.Document(resource, SampleIncident.Evidence(), SampleIncident.CollectedAt).Markdown);
    }

    [Theory]
    [InlineData(IncidentType.FalseAlarm)]
    [InlineData(IncidentType.NearMiss)]
    public void Who_says_that_nobody_was_affected_is_contradicted_by_an_objective_that_was_missed(IncidentType type)
    {
        var resource = SampleIncident.Resource(BudgetingMethod.Timeslices);
        var nobody = resource with { Spec = resource.Spec with { Type = type, Impact = null } };
        var somebody = nobody with { Spec = nobody.Spec with { Impact = new ImpactSpec { Customers = "A few" } } };

        Assert.Contains(
            "| Whether the objective was missed during the incident | Stated: no user impact | Objective availability: missed from 2025-12-14 10:00:00 MSK | – | – |",
            Rendered.Document(nobody, SampleIncident.Evidence(), SampleIncident.CollectedAt).Markdown);
        Assert.DoesNotContain("Stated: no user impact", Rendered.Document(somebody, SampleIncident.Evidence(), SampleIncident.CollectedAt).Markdown);
        Assert.DoesNotContain("Stated: no user impact", Rendered.Document(resource, SampleIncident.Evidence(), SampleIncident.CollectedAt).Markdown);
    }

    [Fact]
    public void Queries_without_an_address_for_readers_have_no_column_of_graphs()
    {
        var (resource, evidence) = (SampleIncident.Resource(BudgetingMethod.Timeslices), SampleIncident.Evidence());
        evidence = evidence with { Queries = [new EvidenceQuery { Purpose = "slos[0] (availability).sli", Expression = "up", Time = SampleIncident.Start }] };

        Assert.Contains("| Purpose | Query | Time (UTC) | Result | Graph |\n", Rendered.Document(resource, evidence, SampleIncident.CollectedAt).Markdown);
        Assert.Contains("| Purpose | Query | Time (UTC) | Result |\n", Rendered.Document(resource, evidence, SampleIncident.CollectedAt, Rendered.Options with { PrometheusUrl = null }).Markdown);
    }
}
