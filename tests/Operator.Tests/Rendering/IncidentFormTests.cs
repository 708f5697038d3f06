using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Tests.Validation;

namespace Operator.Tests.Rendering;

/// <summary>What published post-mortems tell, and how the document says it.</summary>
public sealed class IncidentFormTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Words_and_measures_tell_the_impact_where_users_and_requests_do_not()
    {
        var document = Markdown("""
            type: DataLoss
            impact:
              customers: Projects that were changed that evening.
              scope: Hosted projects only; those on servers of their own were spared.
              measures:
              - {what: projects lost, count: 5000, qualifier: About}
              - {what: "% of traffic", count: 82}
              - {what: copies found elsewhere, qualifier: NoneKnown}
              data: {lost: Six hours of changes, from: 2025-01-31T17:20:00Z, to: 2025-01-31T23:25:00Z, recovered: Nothing of them}
            """);

        Assert.Contains("**Impact:** Projects that were changed that evening. About 5,000 projects lost; 82% of traffic; no known copies found elsewhere", document);
        Assert.Contains("- **Customer Impact:** Projects that were changed that evening.\n", document);
        Assert.Contains("- About 5,000 projects lost\n- 82% of traffic\n- No known copies found elsewhere\n- **Scope:** Hosted projects only", document);
        Assert.Contains("### Data Loss\n\n- **Lost:** Six hours of changes\n- **Window Lost:** from 2025-01-31 17:20:00 UTC to 2025-01-31 23:25:00 UTC (6h 5m)\n- **Recovered:** Nothing of them\n", document);
        Assert.DoesNotContain("users affected", document);
        Assert.DoesNotContain("**Affected Users:**", document);
    }

    [Fact]
    public void Nothing_is_said_of_users_and_money_where_none_are_known()
    {
        var document = Markdown("""
            type: Security
            impact:
              affectedUsers: {count: 0}
              failedRequests: {count: 0}
              measures: [{what: uses of the key in 90 days of logs, qualifier: NoneKnown}]
            """);

        Assert.Contains("**Impact:** No known uses of the key in 90 days of logs; no users affected; no failed requests", document);
        Assert.DoesNotContain("$0.00", document);
    }

    [Fact]
    public void An_item_without_a_due_date_is_never_overdue_and_a_done_one_says_when()
    {
        var document = Markdown("""
            incident: {startedAt: 2024-06-28T10:00:00Z, resolvedAt: 2024-06-28T11:00:00Z}
            review: {publishedOn: 2024-07-08}
            actionItems:
            - {id: D, title: Read all rules, priority: High}
            - {id: E, title: Rotate keys, priority: High, state: Done, doneOn: 2024-07-01}
            - {id: F, title: Rewrite the parser, priority: Low, dueDate: 2027-12-31}
            """);

        Assert.Contains("**D:** Read all rules\n  - Owner: _Not provided._\n  - Due Date: not set\n", document);
        Assert.Contains("- [x] **E:** Rotate keys — ✅ done 2024-07-01\n", document);
        Assert.Contains("  - Due Date: 2027-12-31\n", document);
        Assert.DoesNotContain("overdue", document);
        Assert.Contains("**High Priority (Complete within 1 week):**", document);
    }

    [Fact]
    public void A_recovery_in_part_is_no_recovery_and_phases_make_the_headline()
    {
        const string Spec = """
            incident: {startedAt: 2025-07-02T10:00:00Z, mitigatedAt: 2025-07-02T15:00:00Z, resolvedAt: 2025-07-02T18:00:00Z}
            timeline:
            - {at: 2025-07-02T12:00:00Z, type: Recovered, partial: true, event: "reads work, writes do not"}
            """;
        var partial = Report(Spec);
        var document = Markdown(Spec + """

            impact:
              phases:
              - {from: 2025-07-02T10:00:00Z, to: 2025-07-02T10:27:00Z, what: no page loads}
              - {from: 2025-07-02T10:27:00Z, to: 2025-07-02T11:10:00Z, what: the firewall is off}
            """);

        Assert.Equal(FigureState.NotApplicable, partial.Duration(DurationName.TimeToRecover)!.State);
        Assert.Contains("| 12:00:00 | +2h | 🟡 reads work, writes do not _(partial recovery)_ |", document);
        Assert.Contains("**Impact:** No page loads for 27 minutes, then the firewall is off for 43 minutes  \n", document);
        Assert.Contains("- **Impact Duration:** No page loads for 27 minutes, then the firewall is off for 43 minutes\n", document);
        Assert.Contains("| 2025-07-02 10:27:00 UTC | 2025-07-02 11:10:00 UTC | 43m | the firewall is off |", document);
        Assert.Equal("1h 10m", Status(Spec + "\nimpact: {phases: [{from: 2025-07-02T10:00:00Z, to: 2025-07-02T10:40:00Z, what: a}, {from: 2025-07-02T10:27:00Z, to: 2025-07-02T11:10:00Z, what: b}]}").Summary!.ImpactDuration);
    }

    [Fact]
    public void What_is_known_to_the_year_is_shown_as_such_everywhere()
    {
        var document = Markdown("""
            type: Security
            incident:
              startedAt: 2023-01-01T00:00:00Z
              detectedAt: 2024-06-28T11:03:00Z
              mitigatedAt: 2024-06-28T11:20:00Z
              resolvedAt: 2024-06-28T11:20:00Z
              precision: {startedAt: Year, detectedAt: Minute, mitigatedAt: Minute, resolvedAt: Minute}
            """);

        Assert.Contains("**Date:** 2023 to 2024-06-28  \n", document);
        Assert.Contains("Exposed for 6 to 18 months, fixed 17 minutes after the detection", document);
        Assert.Contains("| 2023 | 🔴 Incident start | – |", document);
        Assert.Contains("- **Exposure:** from 2023 to 2024-06-28 11:20 UTC (6 to 18 months)\n- **Response:** 17m, from the detection to the fix\n", document);
        Assert.DoesNotContain("544d", document);
        Assert.DoesNotContain("2023-01-01", document);
        Assert.DoesNotContain(":00 UTC", document);
    }

    [Fact]
    public void The_document_says_up_to_when_its_facts_go_and_when_it_last_changed()
    {
        const string Spec = """
            incident: {startedAt: 2024-06-28T10:00:00Z, resolvedAt: 2024-06-28T11:00:00Z}
            review: {publishedOn: 2024-07-08}
            actionItems: [{id: A, title: t}]
            """;
        var ticked = new FollowUpInputs { Observed = [new("A", StatementSource.Checkbox, FollowedState.Done, new DateTimeOffset(2024, 10, 2, 9, 0, 0, TimeSpan.Zero))] };

        Assert.Contains("**Published:** 2024-07-08", Markdown(Spec));
        Assert.EndsWith("**Facts up to:** 2024-06-28  \n**Last changed:** 2024-07-08\n", Markdown(Spec));
        Assert.EndsWith("**Facts up to:** 2024-06-28  \n**Last changed:** 2024-10-02\n", Markdown(Spec, ticked));
    }

    [Fact]
    public void A_false_alarm_needs_no_start_and_has_no_impact()
    {
        const string Spec = """
            type: FalseAlarm
            incident: {detectedAt: 2021-10-29T02:14:00Z, resolvedAt: 2021-10-29T03:05:00Z}
            timeline: [{at: 2021-10-29T02:14:00Z, type: AlertFired, event: Apdex is low}]
            slos: [{name: apdex, objective: 99, sli: {ratio: {errors: a, total: b}}}]
            """;
        var document = Markdown(Spec);
        var status = Status(Spec);

        Assert.Contains("**Date:** 2021-10-29  \n", document);
        Assert.Contains("**Impact:** No user impact  \n", document);
        Assert.Contains("- **Customer Impact:** No user impact\n", document);
        Assert.Contains("- **Duration:** 51 minutes\n", document);
        Assert.DoesNotContain("ending", document);
        Assert.DoesNotContain("not known when", document);
        Assert.DoesNotContain("**Time to Detection", document);
        Assert.Equal(IncidentState.Resolved, status.Summary!.State);
        Assert.Equal("True", ReportConditions.Of(Report(Spec)).Single(c => c.Type == ConditionTypes.Resolved).Status);
        Assert.DoesNotContain("summary.resolution", FollowUpBuilder.Build(Resource(Spec).Spec, Now).MissingSections);
    }

    [Fact]
    public void A_near_miss_is_over_with_its_detection()
    {
        const string Spec = """
            type: NearMiss
            incident: {detectedAt: 2025-07-02T13:05:00Z}
            """;
        var document = Markdown(Spec);

        Assert.Contains("**Date:** 2025-07-02  \n", document);
        Assert.Contains("- **Duration:** Not applicable: nobody was affected\n", document);
        Assert.DoesNotContain("not known when", document);
        Assert.Equal(IncidentState.Resolved, Status(Spec).Summary!.State);
        Assert.Equal(("True", "Nobody was affected, so that no end is needed"), ReportConditions.Of(Report(Spec)).Where(c => c.Type == ConditionTypes.Resolved).Select(c => (c.Status, c.Message)).Single());

        // Alerts can tell more, and who states a start knows an end.
        Assert.Equal(IncidentState.Unknown, Status(Spec + "\ndetection: {alerts: [{name: Down}]}").Summary!.State);
        Assert.Equal(IncidentState.Unknown, Status(Spec.Replace("detectedAt", "startedAt", StringComparison.Ordinal)).Summary!.State);
        Assert.Equal(IncidentState.Unknown, Status(Spec.Replace("NearMiss", "Outage", StringComparison.Ordinal)).Summary!.State);
    }

    [Theory]
    [InlineData("Pulls failed", "**Impact:** Pulls failed. 3 users affected.  \n")]
    [InlineData("Did pulls fail?", "**Impact:** Did pulls fail? 3 users affected.  \n")]
    [InlineData("Pulls failed.\n\nCached ones did not.", "**Impact:** Pulls failed.\n\nCached ones did not.\n\n3 users affected.  \n")]
    public void Words_and_numbers_of_the_impact_are_sentences(string customers, string expected) =>
        Assert.Contains(expected, Markdown($"impact: {{customers: {System.Text.Json.JsonSerializer.Serialize(customers)}, affectedUsers: {{count: 3}}}}"));

    [Fact]
    public void No_loss_is_told_in_words() =>
        Assert.Contains("- **Revenue Loss:** None (stated)\n", Markdown("impact: {revenue: {amount: 0, currency: EUR}}"));

    [Fact]
    public void A_draft_that_was_published_elsewhere_says_so() =>
        Assert.Contains("**Published:** 2024-07-08 (this version is a draft)", Markdown("review: {publishedOn: 2024-07-08}"));

    [Fact]
    public void A_recovery_in_the_minute_of_the_end_is_not_after_it() => Assert.DoesNotContain(
        "is a recovery after",
        Judging.Problems("incident: {resolvedAt: 2025-07-02T06:11:00Z}\ntimeline: [{at: 2025-07-02T06:11:00Z, precision: Minute, type: Recovered, event: a}]"));

    [Fact]
    public void What_only_this_incident_needs_stands_where_it_belongs()
    {
        var document = Markdown("""
            sections:
            - {title: Are you affected?, after: Impact, body: "# Look here\n\n- at this"}
            - {title: Open questions, body: Who else has this?}
            """);

        Assert.True(InOrder(document, "## Impact Assessment", "## Are you affected?\n\n#### Look here\n\n- at this\n", "## Resolution", "## Prevention", "## Open questions\n\nWho else has this?\n", "## References"));
    }

    [Fact]
    public void Detection_tells_who_reported_and_why_monitoring_was_silent()
    {
        var document = Markdown("detection: {method: ExternalReport, reportedBy: A researcher, notes: Nothing of ours reads images.}");

        Assert.Contains("- **Detection Method:** External report\n- **Reported By:** A researcher\n", document);
        Assert.Contains("- **Notes:** Nothing of ours reads images.\n", document);
        Assert.Contains("- **Detection Method:** Partner\n", Markdown("detection: {method: Partner}"));
        Assert.Contains("- **Detection Method:** Noticed by whoever made the change\n", Markdown("detection: {method: Self}"));
    }

    [Fact]
    public void Chains_of_whys_have_titles_and_numbers_of_their_own_and_causes_are_a_list()
    {
        var document = Markdown("""
            analysis:
              trigger: A rule was deployed.
              whys:
              - {title: Why it broke, steps: [{why: a?, because: b}, {why: b?}]}
              - {title: Why it took so long, steps: [{why: c?, because: d}]}
              rootCauses: [The rule, The engine]
            """);

        Assert.Contains("### Trigger\n\nA rule was deployed.\n", document);
        Assert.True(InOrder(document, "**Why it broke**", "1. **a?**", "2. **b?**", "**Why it took so long**", "1. **c?**", "**Root Causes:**\n\n- The rule\n- The engine\n"));
        Assert.DoesNotContain("**Root Cause:** _To be completed._\n\n###", document);
        Assert.Contains("**Root Cause:** The rule; The engine  \n", document);
        Assert.Contains("**Root Cause:** One pool.  \n", Markdown("analysis: {rootCause: One pool.}"));
        Assert.DoesNotContain("summary.rootCause", FollowUpBuilder.Build(Resource("analysis: {rootCauses: [a]}").Spec, Now).MissingSections);
        Assert.DoesNotContain("analysis.rootCause", FollowUpBuilder.Build(Resource("analysis: {rootCauses: [a]}").Spec, Now).MissingSections);
    }

    [Fact]
    public void Details_of_a_moment_stand_below_its_row_as_Markdown()
    {
        var document = Markdown("""
            timeline:
            - at: 2025-07-02T12:00:00Z
              event: Ideas
              details: "- attack\n- [the change](https://example.com/c)\n\n```\ncode\n```"
            - {at: 2025-07-02T12:05:00Z, event: Next}
            """);

        Assert.Contains("• Ideas | – |\n\n> - attack\n> - [the change](https://example.com/c)\n>\n> ```\n> code\n> ```\n\n| Time |", document);
        Assert.True(InOrder(document, "> ```\n\n", "| 12:05:00 | • Next |"));
    }

    [Fact]
    public void Beside_a_row_that_is_known_to_the_day_each_clock_has_a_date()
    {
        var document = Markdown("""
            type: DataLoss
            impact: {data: {corrupted: Readings, from: 2025-03-11T00:00:00Z, to: 2025-04-03T00:00:00Z, precision: {from: Day, to: Day}}}
            timeline:
            - {at: 2025-03-11T00:00:00Z, precision: Day, type: IncidentStart, event: It begins}
            - {at: 2025-04-03T14:20:00Z, precision: Minute, event: It is found}
            """);

        Assert.Contains("| some time on 2025-03-11 | 🔴 It begins | – |\n| 2025-04-03 14:20 | • It is found | – |\n", document);
        Assert.Contains("- **Type:** Data corruption\n", document);
        Assert.Contains("### Data Corruption\n\n- **Corrupted:** Readings\n- **Window Corrupted:** from 2025-03-11 to 2025-04-03 (about 23 days)\n", document);
    }

    [Fact]
    public void A_second_zone_is_a_column()
    {
        var document = Markdown("""
            timeZone: America/Los_Angeles
            secondTimeZone: UTC
            incident: {startedAt: 2025-07-02T19:00:00Z}
            timeline:
            - {at: 2025-07-02T19:00:00Z, type: IncidentStart, event: It begins}
            - {at: 2025-07-03T02:00:00Z, event: Night in London}
            """);

        Assert.Contains("**All times in PDT (UTC-7)**", document);
        Assert.Contains("| Time | UTC | Since Start | Event | Actor |", document);
        Assert.Contains("| 12:00:00 | 19:00:00 | +0s | 🔴 It begins | – |\n| 19:00:00 | 2025-07-03 02:00:00 | +7h | • Night in London | – |\n", document);
        Assert.Contains("spec.secondTimeZone: 'Mars' is not a name of the tz database", Judging.Problems("secondTimeZone: Mars"));
    }

    [Fact]
    public void Recoveries_that_cannot_be_are_shown_and_told_by_validate()
    {
        const string Late = """
            incident: {startedAt: 2025-07-02T10:00:00Z, mitigatedAt: 2025-07-02T15:00:00Z, resolvedAt: 2025-07-02T18:00:00Z}
            timeline:
            - {at: 2025-07-06T10:00:00Z, type: Recovered, event: All is well}
            """;
        var early = Late.Replace("07-06T10", "07-02T12", StringComparison.Ordinal);

        Assert.Contains("| End of the incident | Stated: 2025-07-02 18:00:00 UTC | Timeline, recovery: 2025-07-06 10:00:00 UTC |", Markdown(Late));
        Assert.Contains("| Recovery | Timeline: 2025-07-02 12:00:00 UTC | Stated, mitigation: 2025-07-02 15:00:00 UTC | 3h |", Markdown(early));
        Assert.Contains("spec.timeline[0].at: warning: is a recovery after resolvedAt", Judging.Problems(Late));
        Assert.Contains("spec.timeline[0].at: warning: is a recovery before mitigatedAt, the fix; set partial: true", Judging.Problems(early));
        Assert.DoesNotContain("What Does Not Fit Together", Markdown(early.Replace("type: Recovered", "type: Recovered, partial: true", StringComparison.Ordinal)));
    }

    [Fact]
    public void Keys_of_trackers_are_identifiers_of_items()
    {
        const string Spec = """
            actionItems:
            - {id: "#1094", title: a}
            - {id: org/repo#12, title: b, state: Done}
            """;
        var followUp = FollowUpBuilder.Build(Resource(Spec).Spec, Now);

        Assert.Equal(["action-item/1094", "action-item/org-repo-12"], ReportConditions.Of(Resource(Spec).Spec, followUp).Select(c => c.Type).Where(t => t.StartsWith("action-item/", StringComparison.Ordinal)));
        Assert.Equal(["#1094", "org/repo#12"], Operator.Publishing.Git.Fencing.Boxes.Find(Markdown(Spec).Split('\n')).Select(Operator.Publishing.Git.Fencing.Boxes.ActionItem).OfType<string>());
        Assert.Contains("spec.actionItems.id: '1094' and '#1094' would share the condition action-item/1094", Judging.Problems("actionItems: [{id: \"#1094\", title: a}, {id: \"1094\", title: b}]"));
        Assert.Contains("does not have the right form", Judging.Problems("actionItems: [{id: \"a b\", title: a}]"));
        Assert.Throws<Core.FailureException>(() => IncidentReportBuilder.Build(
            Resource(Spec) with { Spec = Resource(Spec).Spec with { ActionItems = [new ActionItemSpec { Id = "a/b", Title = "t" }, new ActionItemSpec { Id = "a#b", Title = "t" }] } }, null, Now));
    }

    [Fact]
    public void Only_what_is_required_is_asked_for_and_prevention_is_told_by_the_action_items()
    {
        var document = Markdown("""
            summary: {incident: a, rootCause: b, resolution: c}
            analysis: {whatHappened: d, rootCause: e}
            resolution: {immediateFix: f}
            lessonsLearned: {gotLucky: [g]}
            actionItems:
            - {id: A, title: Now, state: Done}
            - {id: B, title: Soon}
            - {id: C, title: Later, priority: Low}
            - {id: D, title: Never, state: WontDo}
            """);

        Assert.DoesNotContain("To be completed", document);
        Assert.True(InOrder(document, "### Immediate (Already Implemented)\n\n- ✅ A: Now\n", "### Short-term (This Sprint)\n\n- B: Soon\n", "### Long-term (Next Quarter)\n\n- C: Later\n"));
        Assert.Contains("### Where We Got Lucky 🍀\n\n- g\n", document);
    }

    [Fact]
    public void Roles_tags_communication_and_blamelessness_have_their_places()
    {
        var document = Markdown("""
            tags: [dns, europe]
            roles: {incidentCommander: Ada, responders: [Grace, Linus]}
            communication:
            - {at: 2025-07-03T00:00:00Z, precision: Day, message: All is well, link: "https://status.example.com/2"}
            - {at: 2025-07-02T12:00:00Z, message: Names cannot be resolved, audience: Customers}
            template: {blameless: true}
            """);

        Assert.Contains("**Tags:** dns, europe\n\n_This post-mortem is blameless:", document);
        Assert.Contains("### Roles\n\n- **Incident Commander:** Ada\n", document);
        Assert.Contains("- **Responders:** Grace, Linus\n", document);
        Assert.Contains("| 2025-07-02 12:00:00 UTC | Names cannot be resolved | Customers |\n| 2025-07-03 | All is well <https://status.example.com/2> | – |\n", document);
    }

    private static bool InOrder(string document, params string[] parts)
    {
        var position = 0;
        foreach (var part in parts)
        {
            var at = document.IndexOf(part, position, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{part}' is missing, or out of order, in\n{document}");
            position = at + part.Length;
        }

        return true;
    }

    private static PostMortem Resource(string spec) => Assert.Single(Judging.Judge(Judging.Resource(spec)).Resources);

    private static IncidentReport Report(string spec) => IncidentReportBuilder.Build(Resource(spec), null, Now);

    private static PostMortemStatus Status(string spec) => StatusProjection.Project(Report(spec));

    private static string Markdown(string spec, FollowUpInputs? followUp = null) => Rendered.Document(Resource(spec), null, Now, followUp: followUp).Markdown;
}
