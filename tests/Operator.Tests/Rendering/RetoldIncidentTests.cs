using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Tests.Validation;

namespace Operator.Tests.Rendering;

/// <summary>Published post-mortems of other kinds, retold: what their documents said that was not so, or not English.</summary>
public sealed class RetoldIncidentTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("NearMiss")]
    [InlineData("FalseAlarm")]
    public void What_goes_on_and_has_no_start_goes_on_since_its_detection(string type)
    {
        var spec = $"type: {type}\nincident: {{detectedAt: 2025-11-01T10:00:00Z, ongoing: true}}";

        var resolved = ReportConditions.Of(Report(spec)).Single(c => c.Type == ConditionTypes.Resolved);

        Assert.Equal(("False", "Ongoing since 2025-11-01T10:00:00.000Z, as spec.incident.ongoing says; state spec.incident.resolvedAt when it is over"), (resolved.Status, resolved.Message));
        Assert.Contains("The incident is ongoing.", Markdown(spec));
    }

    [Fact]
    public void Sentences_of_people_stand_within_a_sentence_without_their_full_stops()
    {
        var document = Markdown("""
            impact:
              measures: [{what: "% of customers.", count: 1.5, qualifier: AtLeast}, {what: customers., count: 134}]
              phases: [{from: 2025-07-02T10:00:00Z, to: 2025-07-02T10:27:00Z, what: no page loaded.}]
            """);

        Assert.Contains("**Impact:** At least 1.5% of customers; 134 customers; no page loaded for 27 minutes  \n", document);
        Assert.Contains("- At least 1.5% of customers\n- 134 customers\n", document);
    }

    [Fact]
    public void Phases_that_are_written_as_sentences_are_sentences()
    {
        var document = Markdown("""
            impact:
              measures: [{what: customers, count: 3}]
              phases:
              - {from: 2025-07-02T10:00:00Z, to: 2025-07-02T10:27:00Z, what: No page loaded}
              - {from: 2025-07-02T10:27:00Z, to: 2025-07-02T11:10:00Z, what: The firewall was off.}
            """);

        Assert.Contains("**Impact:** 3 customers. No page loaded for 27 minutes. The firewall was off for 43 minutes  \n", document);
        Assert.Contains("- **Impact Duration:** No page loaded for 27 minutes. The firewall was off for 43 minutes\n", document);
    }

    [Fact]
    public void A_phase_without_an_end_goes_on_only_while_the_incident_does()
    {
        const string Phase = "\nimpact: {phases: [{from: 2025-11-30T22:00:00Z, what: no names resolve}]}";
        var ongoing = Markdown("incident: {startedAt: 2025-11-30T22:00:00Z, ongoing: true}" + Phase);
        var over = Markdown("incident: {startedAt: 2025-11-30T22:00:00Z, resolvedAt: 2025-11-30T23:00:00Z}" + Phase);

        Assert.Contains("- **Impact Duration:** No names resolve for 2 hours so far\n", ongoing);
        Assert.Contains("| 2025-11-30 22:00:00 UTC | not over yet | 2h so far | no names resolve |", ongoing);
        Assert.Contains("- **Impact Duration:** No names resolve (end not known)\n", over);
        Assert.Contains("| 2025-11-30 22:00:00 UTC | not known | – | no names resolve |", over);
        Assert.DoesNotContain("until now", ongoing + over);
    }

    [Theory]
    [InlineData("incident: {startedAt: 2025-11-20T00:00:00Z, ongoing: true, precision: {startedAt: Day}}", "About 11 days so far")]
    [InlineData("incident: {startedAt: 2025-11-30T21:17:00Z, ongoing: true, precision: {startedAt: Minute}}", "2 hours 43 minutes so far")]
    [InlineData("type: NearMiss\nincident: {detectedAt: 2025-11-30T21:17:00Z, ongoing: true}", "2 hours 43 minutes so far")]
    public void What_goes_on_is_no_longer_than_its_beginning_is_known(string spec, string expected)
    {
        var document = Markdown(spec);

        Assert.Contains($"- **Duration:** {expected}\n", document);
        Assert.Contains($"**Total Duration:** {expected}", document);
    }

    [Fact]
    public void Money_that_people_state_is_no_estimate_of_ours_and_one_request_is_one()
    {
        Assert.Contains("- **Revenue Loss:** $100.00 (stated)\n", Markdown("impact: {revenue: {amount: 100, currency: USD}}"));
        Assert.Contains("**Impact:** $100.00 revenue loss  \n", Markdown("impact: {revenue: {amount: 100, currency: USD}}"));
        Assert.Contains("- **Revenue Loss:** $2.00 estimated (1 failed request at $2.00 each)\n", Markdown("impact: {failedRequests: {count: 1}, revenue: {perFailedRequest: 2, currency: USD}}"));
    }

    [Fact]
    public void An_hour_in_which_clocks_change_names_both_zones()
    {
        var document = Markdown("""
            timeZone: Europe/Berlin
            incident: {startedAt: 2025-10-26T02:00:00+02:00, resolvedAt: 2025-10-26T05:00:00+01:00, precision: {startedAt: Hour, resolvedAt: Hour}}
            impact: {phases: [{from: 2025-03-30T01:00:00+01:00, to: 2025-03-30T09:00:00+02:00, precision: {from: Hour, to: Hour}, what: a}]}
            """);

        Assert.Contains("| 02:00 CEST – 02:00 CET | 🔴 Incident start |", document);
        Assert.Contains("| 05:00–06:00 CET | ✅ Incident resolved |", document);
        Assert.Contains("| 2025-03-30 01:00 CET – 03:00 CEST |", document);
    }

    [Fact]
    public void A_column_of_a_second_zone_names_it_once_and_its_changes_of_clocks()
    {
        const string Spec = """
            timeZone: UTC
            secondTimeZone: America/New_York
            timeline:
            - {at: 2025-03-08T12:00:00Z, event: a}
            - {at: 2025-03-08T13:00:00Z, event: b}
            """;
        Assert.Contains("| Time | EST (UTC-5) | Event | Actor |", Markdown(Spec));
        Assert.Contains("| 12:00:00 | 07:00:00 | • a |", Markdown(Spec));

        var changing = Markdown(Spec + "\n- {at: 2025-03-10T12:00:00Z, event: c}");
        Assert.Contains("| Time | EST (UTC-5) and EDT (UTC-4) | Event | Actor |", changing);
        Assert.Contains("| 2025-03-08 12:00:00 | 2025-03-08 07:00:00 EST | • a |", changing);
        Assert.Contains("| 2025-03-10 12:00:00 | 2025-03-10 08:00:00 EDT | • c |", changing);
    }

    [Fact]
    public void Of_alerts_nothing_is_said_where_nobody_speaks_of_any()
    {
        Assert.Contains("It is not known when the incident ended: nobody stated it.", Markdown("incident: {startedAt: 2025-07-02T10:00:00Z}"));
        Assert.Contains("It is not known when the incident began: nobody stated it.", Markdown(""));
        Assert.Contains("nor does an alert tell", Markdown("incident: {startedAt: 2025-07-02T10:00:00Z}\ndetection: {alerts: [{name: Down}]}"));
        Assert.Contains("nor does an alert tell", Markdown("detection: {alerts: [{name: Down}]}"));
    }

    [Fact]
    public void Who_tells_times_is_a_sentence() =>
        Assert.Contains("_Who tells these times: people._", Markdown("incident: {startedAt: 2025-07-02T10:00:00Z, resolvedAt: 2025-07-02T11:00:00Z}"));

    [Fact]
    public void Why_evidence_is_missing_is_told_in_words()
    {
        foreach (var reason in new[] { Reasons.NotConfigured, Reasons.SourceUnknown, Reasons.QueryInvalid, Reasons.QueryTooExpensive, Reasons.PrometheusUnavailable, Reasons.PrometheusTimeout, Reasons.PrometheusUnauthorized, Reasons.PrometheusThrottled, Reasons.PrometheusNotFound, "SomethingElse" })
        {
            Assert.DoesNotContain(reason, Rendered.Document(Resource(""), null, Now, Rendered.Options with { EvidenceFailure = reason }).Markdown);
        }

        Assert.Contains("could not be read, because no Prometheus is configured: what follows", Rendered.Document(Resource(""), null, Now, Rendered.Options with { EvidenceFailure = Reasons.NotConfigured }).Markdown);
    }

    [Fact]
    public void Several_services_are_several()
    {
        Assert.Contains("- **Services Affected:** api, web\n", Rendered.Document(Resource("") with { Spec = Resource("").Spec with { Services = ["api", "web"] } }, null, Now).Markdown);
        Assert.Contains("- **Service Affected:** ", Markdown(""));
    }

    [Fact]
    public void Nobody_was_affected_only_where_nobody_says_so()
    {
        Assert.Contains("- **Duration:** Not applicable: nobody was affected\n", Markdown("type: NearMiss\nincident: {detectedAt: 2025-07-02T13:05:00Z}"));
        Assert.Contains("- **Duration:** End not known\n", Markdown("type: NearMiss\nincident: {detectedAt: 2025-07-02T13:05:00Z}\nimpact: {customers: One partner saw a warning}"));
    }

    [Fact]
    public void A_fault_is_not_younger_than_what_it_did()
    {
        var document = Markdown("""
            type: Security
            incident: {introducedAt: 2023-01-01T00:00:00Z, startedAt: 2023-05-01T00:00:00Z, detectedAt: 2024-06-28T11:03:00Z, precision: {introducedAt: Year, startedAt: Month, detectedAt: Minute}}
            """);

        Assert.Contains("| Age of the fault when detected | 13 to 18 months |", document);
    }

    [Fact]
    public void Prevention_goes_by_the_day_that_is_stated()
    {
        var document = Markdown("""
            review: {publishedOn: 2025-07-01}
            actionItems:
            - {id: A, title: Urgent and late, priority: High, dueDate: 2025-12-31}
            - {id: B, title: Not urgent and soon, priority: Low, dueDate: 2025-07-14}
            """);

        Assert.Contains("### Short-term (This Sprint)\n\n- B: Not urgent and soon\n\n### Long-term (Next Quarter)\n\n- A: Urgent and late\n", document);
    }

    [Fact]
    public void Phases_outside_of_the_incident_contradict_it()
    {
        var document = Markdown("""
            incident: {startedAt: 2025-07-02T10:00:00Z, resolvedAt: 2025-07-02T12:00:00Z}
            impact: {phases: [{from: 2025-07-02T09:00:00Z, to: 2025-07-02T10:30:00Z, what: slow}, {from: 2025-07-02T10:30:00Z, to: 2025-07-02T13:00:00Z, what: down}]}
            """);

        Assert.Contains("| Start of the incident | Stated: 2025-07-02 10:00:00 UTC | Phases of the impact: 2025-07-02 09:00:00 UTC | 1h |", document);
        Assert.Contains("| End of the incident | Stated: 2025-07-02 12:00:00 UTC | Phases of the impact: 2025-07-02 13:00:00 UTC | 1h |", document);
    }

    [Fact]
    public void An_exposure_that_began_at_another_time_contradicts_the_start()
    {
        const string Spec = """
            type: Security
            incident: {startedAt: 2025-07-02T00:00:00Z, precision: {startedAt: Day}}
            impact: {data: {exposed: a key, from: 2025-07-08T00:00:00Z, precision: {from: Day}}}
            """;

        Assert.Contains("| Start of the incident | Stated: some time on 2025-07-02 | Exposure of data: some time on 2025-07-08 | 6d |", Markdown(Spec));
        Assert.DoesNotContain("What Does Not Fit Together", Markdown(Spec.Replace("07-08", "07-03", StringComparison.Ordinal)));

        // Data that is lost was written before.
        Assert.DoesNotContain("What Does Not Fit Together", Markdown(Spec.Replace("Security", "DataLoss", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("impact: {phases: [{from: 2025-07-02T09:00:00Z, to: 2025-07-02T10:30:00Z, what: slow}]}")]
    [InlineData("impact: {data: {exposed: a key}}")]
    public void Requests_are_not_asked_for_where_phases_or_data_tell_the_impact(string spec) =>
        Assert.DoesNotContain("**Failed Requests:**", Markdown(spec));

    [Fact]
    public void What_goes_on_says_since_when() =>
        Assert.Contains("**Impact:** 2 hours so far, since the start  \n", Markdown("incident: {startedAt: 2025-11-30T22:00:00Z, ongoing: true}"));

    [Fact]
    public void Times_that_nothing_measured_have_no_column_of_errors()
    {
        var document = Markdown("incident: {startedAt: 2025-07-02T10:00:00Z, resolvedAt: 2025-07-02T11:00:00Z}");

        Assert.Contains("| Point in time | When | Told by |\n|---------------|------|---------|\n| Start | 2025-07-02 10:00:00 UTC | stated |\n", document);
        Assert.DoesNotContain("May be off by", document);
    }

    [Fact]
    public void Phases_within_the_incident_or_known_roughly_contradict_nothing() => Assert.DoesNotContain("What Does Not Fit Together", Markdown("""
        incident: {startedAt: 2025-07-02T10:00:00Z, resolvedAt: 2025-07-02T12:00:00Z}
        impact: {phases: [{from: 2025-07-02T10:30:00Z, to: 2025-07-02T11:00:00Z, what: slow}, {from: 2025-07-02T00:00:00Z, to: 2025-07-02T00:00:00Z, precision: {from: Day, to: Day}, what: down}]}
        """));

    [Fact]
    public void An_objective_of_which_nothing_was_read_has_no_table_of_methods()
    {
        var document = Markdown("incident: {startedAt: 2025-07-02T10:00:00Z, resolvedAt: 2025-07-02T12:00:00Z}\nslos: [{name: availability, objective: 99.9, sli: {ratio: {errors: a, total: b}}}]");

        Assert.Contains("- **Error Budget Used:** Not known: no evidence was read for this objective\n", document);
        Assert.DoesNotContain("**Error budget of availability", document);
    }

    [Fact]
    public void The_first_column_of_the_timeline_does_not_break_its_times()
    {
        var page = Rendered.Document(Resource("timeline: [{at: 2025-07-02T10:00:00Z, precision: Minute, event: a}, {at: 2025-07-04T10:00:00Z, precision: Minute, event: b}]"), null, Now).Html;

        Assert.Contains("<td class=\"head\"><span class=\"date\">2025-07-02</span> 10:00</td>", page);
    }

    private static PostMortem Resource(string spec) => Assert.Single(Judging.Judge(Judging.Resource(spec)).Resources);

    private static IncidentReport Report(string spec) => IncidentReportBuilder.Build(Resource(spec), null, Now);

    private static string Markdown(string spec, FollowUpInputs? followUp = null) => Rendered.Document(Resource(spec), null, Now, followUp: followUp).Markdown;
}
