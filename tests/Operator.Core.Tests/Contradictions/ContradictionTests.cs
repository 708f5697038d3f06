using Operator.Api;
using Operator.Core.Contradictions;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Testing;

namespace Operator.Core.Tests.Contradictions;

/// <summary>One incident that fits together, and what becomes of it when one source tells something else.</summary>
public sealed class ContradictionTests
{
    private static readonly DateTimeOffset Start = SampleIncident.Start;

    [Fact]
    public void Sources_that_agree_contradict_nothing() => Assert.Empty(Find(Sound(), Evidence()));

    [Fact]
    public void Without_evidence_there_is_nothing_to_compare_with() => Assert.Empty(Find(Sound(), null));

    [Theory]
    [InlineData(60, 0)]
    [InlineData(120, 0)]
    [InlineData(180, 1)]
    public void A_start_stated_in_whole_minutes_may_be_a_minute_off_the_timeline(int secondsAfter, int found)
    {
        var spec = Sound() with { Incident = new IncidentSpec { StartedAt = Start.AddSeconds(secondsAfter) } };

        // The alert and the indicator have words of their own, which this test is not about.
        Assert.Equal(found, Find(spec, null).Count);
    }

    [Fact]
    public void A_stated_start_and_the_timeline()
    {
        var spec = Sound() with { Incident = new IncidentSpec { StartedAt = Start.AddMinutes(-20) } };

        var contradiction = Assert.Single(Find(spec, null));

        Assert.Equal(ContradictedFact.StartedAt, contradiction.Fact);
        Assert.Equal((FactSource.Spec, Start.AddMinutes(-20)), (contradiction.First.Source, contradiction.First.Time!.Value));
        Assert.Equal((FactSource.Timeline, Start), (contradiction.Second.Source, contradiction.Second.Time!.Value));
        Assert.Equal(1200, contradiction.Difference);
        Assert.Equal(120, contradiction.Uncertainty);
    }

    [Fact]
    public void An_alert_whose_condition_was_true_before_the_stated_start()
    {
        var spec = Sound() with { Timeline = [Entry(5, TimelineEntryType.IncidentStart)] };

        var contradiction = Only(ContradictedFact.StartedAt, Find(spec, Evidence() with { Slos = [] }));

        Assert.Equal((FactSource.Timeline, FactSource.Alert), (contradiction.First.Source, contradiction.Second.Source));
        Assert.Equal(("EmailServiceDown", Start), (contradiction.Second.Name, contradiction.Second.Time!.Value));
    }

    [Fact]
    public void An_alert_that_needs_a_while_is_none()
    {
        var spec = Sound() with { Timeline = [Entry(-10, TimelineEntryType.IncidentStart)] };

        Assert.Empty(Find(spec, Evidence() with { Slos = [] }));
    }

    [Fact]
    public void A_start_and_an_indicator_that_was_bad_before_it()
    {
        var slo = Slo();
        var series = slo.Series.Select(p => p.At > Start.AddMinutes(-6) && p.At <= Start ? p with { Value = 0.9 } : p).ToList();

        var contradiction = Only(ContradictedFact.StartedAt, Find(Sound(), Evidence(slo with { Series = series })));

        Assert.Equal(("availability", Start.AddMinutes(-6)), (contradiction.Second.Name, contradiction.Second.Time!.Value));
    }

    [Fact]
    public void A_recorded_ratio_sees_errors_half_of_its_range_before_they_come()
    {
        var slo = Slo() with { LagSeconds = 300 };
        var series = slo.Series.Select(p => p.At > Start.AddMinutes(-6) && p.At <= Start ? p with { Value = 0.9 } : p).ToList();

        Assert.DoesNotContain(Find(Sound(), Evidence(slo with { Series = series })), c => c.Fact == ContradictedFact.StartedAt);
    }

    [Fact]
    public void A_start_and_an_indicator_that_was_well_for_long_after_it()
    {
        var contradiction = Only(ContradictedFact.StartedAt, Find(Sound(), Evidence(Bad(from: 4, until: 9))));

        Assert.Equal((FactSource.SLI, Start.AddMinutes(4)), (contradiction.Second.Source, contradiction.Second.Time!.Value));
    }

    [Fact]
    public void An_indicator_that_is_always_bad_tells_no_start()
    {
        var slo = Slo();

        Assert.Empty(Find(Sound(), Evidence(slo with { Series = [.. slo.Series.Select(p => p.At <= Start ? p with { Value = 0.5 } : p)] })));
    }

    [Theory]
    [InlineData(12, TellingBound.After)]
    [InlineData(5, null)]
    public void A_stated_recovery_and_the_indicator(int badMinutes, TellingBound? bound)
    {
        var slo = Bad(0, badMinutes);

        // Nothing is known of the time after the incident.
        var contradiction = Only(ContradictedFact.RecoveredAt, Find(Sound(), Evidence(slo with { Series = [.. slo.Series.Where(p => p.At <= SampleIncident.End)] })));

        Assert.Equal((FactSource.Timeline, Start.AddMinutes(9)), (contradiction.First.Source, contradiction.First.Time!.Value));
        Assert.Equal((FactSource.SLI, Start.AddMinutes(badMinutes), bound), (contradiction.Second.Source, contradiction.Second.Time!.Value, contradiction.Second.Bound));
    }

    [Fact]
    public void A_recovery_while_the_incident_goes_on()
    {
        var spec = Sound() with { Incident = new IncidentSpec { Ongoing = true } };

        var contradiction = Only(ContradictedFact.RecoveredAt, Find(spec, Evidence(Bad(0, 12))));

        Assert.Equal(SampleIncident.End, contradiction.Second.Time);
    }

    [Fact]
    public void A_recovery_that_the_indicator_tells_contradicts_nothing() =>
        Assert.Empty(Find(Sound() with { Timeline = [.. Sound().Timeline.Where(e => e.Type != TimelineEntryType.Recovered)] }, Evidence(Bad(0, 4))));

    [Fact]
    public void A_stated_detection_and_the_alert()
    {
        var spec = Sound() with { Incident = new IncidentSpec { DetectedAt = Start.AddMinutes(8) } };

        var contradiction = Only(ContradictedFact.DetectedAt, Find(spec, Evidence()));

        Assert.Equal((FactSource.Spec, FactSource.Alert), (contradiction.First.Source, contradiction.Second.Source));
        Assert.Equal(Start.AddSeconds(135), contradiction.Second.Time);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(30, 1)]
    public void A_customer_is_contradicted_by_an_alert_that_fired_before(int minutes, int found)
    {
        var spec = Sound() with
        {
            Incident = new IncidentSpec { DetectedAt = Start.AddMinutes(minutes), ResolvedAt = Start.AddHours(1) },
            Detection = new DetectionSpec { Method = DetectionMethod.CustomerReport, Alerts = Sound().Detection!.Alerts },
        };

        Assert.Equal(found, Find(spec, Evidence() with { Slos = [] }).Count(c => c.Fact == ContradictedFact.DetectedAt));
    }

    [Theory]
    [InlineData(165, 0)]
    [InlineData(420, 1)]
    public void An_entry_of_an_alert_and_the_alert(int seconds, int found)
    {
        var spec = Sound() with { Timeline = [.. Sound().Timeline, Entry(0, TimelineEntryType.AlertFired) with { At = Start.AddSeconds(seconds) }] };

        Assert.Equal(found, Find(spec, Evidence()).Count(c => c.Fact == ContradictedFact.AlertFiredAt));
    }

    [Fact]
    public void An_acknowledgement_that_is_stated_twice()
    {
        var spec = Sound() with { Incident = new IncidentSpec { AcknowledgedAt = Start.AddMinutes(6) } };

        Assert.Equal(ContradictedFact.AcknowledgedAt, Assert.Single(Find(spec, Evidence())).Fact);
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(3, 1)]
    public void A_mitigation_before_any_fix(int minutes, int found)
    {
        var spec = Sound() with { Incident = new IncidentSpec { MitigatedAt = Start.AddMinutes(minutes) } };

        Assert.Equal(found, Find(spec, Evidence()).Count(c => c.Fact == ContradictedFact.MitigatedAt));
    }

    [Fact]
    public void An_end_before_the_alert_cleared()
    {
        var spec = Sound() with { Incident = new IncidentSpec { ResolvedAt = Start.AddMinutes(9) } };

        var contradiction = Only(ContradictedFact.ResolvedAt, Find(spec, Evidence()));

        Assert.Equal((FactSource.Alert, SampleIncident.End), (contradiction.Second.Source, contradiction.Second.Time!.Value));
    }

    [Fact]
    public void An_end_long_after_the_alert_cleared_is_none() =>
        Assert.Empty(Find(Sound() with { Incident = new IncidentSpec { ResolvedAt = SampleIncident.End.AddHours(2) } }, Evidence()));

    [Fact]
    public void An_end_that_is_stated_twice()
    {
        var spec = Sound() with
        {
            Incident = new IncidentSpec { ResolvedAt = SampleIncident.End.AddHours(2) },
            Timeline = [.. Sound().Timeline, Entry(60, TimelineEntryType.Resolved)],
        };

        Assert.Equal((ContradictedFact.ResolvedAt, FactSource.Timeline), (Assert.Single(Find(spec, null)).Fact, Assert.Single(Find(spec, null)).Second.Source));
    }

    [Fact]
    public void An_alert_that_cleared_while_the_indicator_was_bad()
    {
        var slo = Bad(0, 12);
        var series = slo.Series.Select(p => p.At > SampleIncident.End && p.At <= SampleIncident.End.AddMinutes(10) ? p with { Value = 0.9 } : p).ToList();
        var spec = Sound() with { Timeline = [.. Sound().Timeline.Where(e => e.Type != TimelineEntryType.Recovered)] };

        var contradiction = Only(ContradictedFact.ResolvedAt, Find(spec, Evidence(slo with { Series = series })));

        Assert.Equal((FactSource.Alert, "EmailServiceDown"), (contradiction.First.Source, contradiction.First.Name));
        Assert.Equal(SampleIncident.End.AddMinutes(10), contradiction.Second.Time);
    }

    [Fact]
    public void An_alert_that_cleared_long_before_the_stated_end_while_the_indicator_was_bad()
    {
        var spec = Sound() with
        {
            Incident = new IncidentSpec { ResolvedAt = SampleIncident.End },
            Timeline = [.. Sound().Timeline.Where(e => e.Type != TimelineEntryType.Recovered)],
        };
        var alert = SampleIncident.Alert();
        var evidence = Evidence(Bad(0, 12)) with { Alerts = [alert with { Firing = [new SampleRun(Start.AddSeconds(135), Start.AddMinutes(6), 16)] }] };

        Assert.Equal(FactSource.Alert, Only(ContradictedFact.AlertClearedAt, Find(spec, evidence)).First.Source);
    }

    [Fact]
    public void An_alert_beside_an_indicator_that_was_never_bad()
    {
        var spec = Sound() with { Timeline = [.. Sound().Timeline.Where(e => e.Type != TimelineEntryType.Recovered)] };

        var contradiction = Assert.Single(Find(spec, Evidence(Bad(0, 0))));

        Assert.Equal(ContradictedFact.BelowObjective, contradiction.Fact);
        Assert.Equal((TellingBound.Never, "availability"), (contradiction.Second.Bound, contradiction.Second.Name));
    }

    [Theory]
    [InlineData(IncidentType.FalseAlarm)]
    [InlineData(IncidentType.NearMiss)]
    public void A_false_alarm_is_no_contradiction(IncidentType type)
    {
        var spec = Sound() with { Type = type, Timeline = [.. Sound().Timeline.Where(e => e.Type != TimelineEntryType.Recovered)] };

        Assert.Empty(Find(spec, Evidence(Bad(0, 0))));
    }

    [Theory]
    [InlineData(TimePrecision.Hour, 0)]
    [InlineData(TimePrecision.Minute, 1)]
    public void A_time_is_off_by_the_unit_in_which_it_is_stated(TimePrecision precision, int found)
    {
        var spec = Sound() with { Incident = new IncidentSpec { StartedAt = Start.AddMinutes(-20), Precision = new IncidentPrecisionSpec { StartedAt = precision } } };

        Assert.Equal(found, Find(spec, null).Count);
    }

    [Fact]
    public void Without_traffic_an_indicator_is_not_well()
    {
        var slo = Bad(0, 0);
        var spec = Sound() with { Timeline = [.. Sound().Timeline.Where(e => e.Type != TimelineEntryType.Recovered)] };
        var silent = slo with { Slices = [.. slo.Slices.Select((s, i) => i is > 2 and < 8 ? s with { ErrorRatio = null } : s)] };

        Assert.Empty(Find(spec, Evidence(silent)));
    }

    [Theory]
    [InlineData(1350, 0)]
    [InlineData(1400, 0)]
    [InlineData(1000, 0)]
    [InlineData(1200, 1)]
    [InlineData(0, 1)]
    public void Stated_failed_requests_and_those_that_an_objective_counted(long stated, int found)
    {
        // 1 350 were counted, between scrapes 15 s apart, in twelve minutes: 56 may have been before or after. 1 000 may be 1 499.
        var spec = Sound() with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Count = stated } } };

        var contradictions = Find(spec, Evidence(slo: null)).Where(c => c.Fact == ContradictedFact.FailedRequests).ToList();

        Assert.Equal(found, contradictions.Count);
        Assert.All(contradictions, c => Assert.Equal((stated, 1350, FactSource.Spec, FactSource.SLI), (c.First.Count, c.Second.Count, c.First.Source, c.Second.Source)));
    }

    [Theory]
    [InlineData(1300.4, 0)]
    [InlineData(2700, 1)]
    public void A_query_of_failed_requests_and_an_objective(double answer, int found)
    {
        var spec = Sound() with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = "sum(increase(x[{{.window}}]))" } } };
        var evidence = Evidence(slo: null) with { Impact = new ImpactEvidence { FailedRequests = answer } };

        Assert.Equal(found, Find(spec, evidence).Count(c => c.Fact == ContradictedFact.FailedRequests && c.First.Source == FactSource.Query));
    }

    [Fact]
    public void Moments_in_an_order_in_which_they_cannot_have_happened()
    {
        var spec = Sound() with { Incident = new IncidentSpec { DetectedAt = Start.AddMinutes(8) }, Detection = new DetectionSpec { Method = DetectionMethod.CustomerReport } };

        var contradiction = Only(ContradictedFact.AcknowledgedAt, Find(spec, null));

        Assert.Equal((FactSource.Timeline, null, Start.AddMinutes(3)), (contradiction.First.Source, contradiction.First.Moment, contradiction.First.Time!.Value));
        Assert.Equal((FactSource.Spec, IncidentTimestampName.DetectedAt, Start.AddMinutes(8)), (contradiction.Second.Source, contradiction.Second.Moment!.Value, contradiction.Second.Time!.Value));
    }

    [Theory]
    [InlineData(2.9, 0)]
    [InlineData(3.1, 1)]
    [InlineData(0.3, 1)]
    public void Requests_counted_at_once_and_slice_by_slice(double factor, int found)
    {
        var slo = Slo();
        var counts = slo.Incident!.Value;
        var sliced = slo with { Slices = [.. slo.Slices.Select(s => s with { Counts = new EventCounts(counts.Errors / slo.Slices.Count, factor * counts.Total / slo.Slices.Count) })] };

        var contradictions = Find(Sound(), Evidence(sliced)).Where(c => c.Second.Source == FactSource.Slices).ToList();

        Assert.Equal(found, contradictions.Count);
        Assert.All(contradictions, c => Assert.Equal((ContradictedFact.Requests, counts.Total, Math.Round(factor * counts.Total)), (c.Fact, c.First.Count!.Value, c.Second.Count!.Value)));
    }

    [Fact]
    public void Another_firing_of_the_alert_tells_of_another_incident()
    {
        var spec = Sound() with { Incident = new IncidentSpec { StartedAt = SampleIncident.End.AddMinutes(20), ResolvedAt = SampleIncident.End.AddMinutes(40) }, Timeline = [] };

        Assert.Empty(Find(spec, Evidence() with { Slos = [] }));
    }

    [Fact]
    public void The_status_has_them()
    {
        var spec = Sound() with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Count = 1200 } } };

        var status = Assert.Single(Status(spec, Evidence())!);

        Assert.Equal((ContradictedFact.FailedRequests, 107.25), (status.Fact, status.Uncertainty));
        Assert.Equal(new TellingStatus { Source = FactSource.Spec, Count = 1200 }, status.First);
        Assert.Equal(new TellingStatus { Source = FactSource.SLI, Name = "availability", Count = 1350 }, status.Second);
        Assert.Null(Status(Sound(), Evidence()));
    }

    [Fact]
    public void They_come_in_the_order_of_the_facts()
    {
        var spec = Sound() with
        {
            Incident = new IncidentSpec { StartedAt = Start.AddMinutes(-20), ResolvedAt = Start.AddMinutes(9), AcknowledgedAt = Start.AddMinutes(8) },
            Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Count = 7 } },
        };

        var facts = Find(spec, Evidence()).Select(c => c.Fact).ToList();

        Assert.Equal(facts.Order(), facts);
        Assert.Equal([ContradictedFact.StartedAt, ContradictedFact.AcknowledgedAt, ContradictedFact.ResolvedAt, ContradictedFact.FailedRequests], facts.Distinct());
    }

    private static IReadOnlyList<Contradiction> Find(PostMortemSpec spec, IncidentEvidence? evidence) =>
        IncidentReportBuilder.Build(SampleIncident.Resource() with { Spec = spec }, evidence, SampleIncident.CollectedAt).Contradictions;

    private static IReadOnlyList<ContradictionStatus>? Status(PostMortemSpec spec, IncidentEvidence evidence) =>
        StatusProjection.Project(IncidentReportBuilder.Build(SampleIncident.Resource() with { Spec = spec }, evidence, SampleIncident.CollectedAt)).Contradictions;

    private static Contradiction Only(ContradictedFact fact, IReadOnlyList<Contradiction> found) => Assert.Single(found, c => c.Fact == fact);

    private static PostMortemSpec Sound() => SampleIncident.Spec() with { Impact = null };

    private static IncidentEvidence Evidence() => Evidence(Slo());

    private static IncidentEvidence Evidence(SloEvidence? slo) => SampleIncident.Evidence() with { Slos = [slo ?? SampleIncident.Slo()] };

    // Bad until the stated recovery, well after it.
    private static SloEvidence Slo() => Bad(0, 9);

    private static SloEvidence Bad(int from, int until)
    {
        var slo = SampleIncident.Slo();
        return slo with
        {
            Slices = [.. slo.Slices.Select((s, i) => s with { ErrorRatio = i >= from && i < until ? 0.02 : 0 })],
            Series = [.. slo.Series.Select(p => p with { Value = p.At > Start.AddMinutes(from) && p.At <= Start.AddMinutes(until) ? 0.98 : 1 })],
        };
    }

    private static TimelineEntrySpec Entry(int minute, TimelineEntryType type) => new() { At = Start.AddMinutes(minute), Type = type, Event = type.ToString() };
}
