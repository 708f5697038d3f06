using Operator.Api;
using Operator.Tests.Validation;

namespace Operator.Tests.Rendering;

/// <summary>Published post-mortems of other kinds, retold: what their documents said that was not so, or not English.</summary>
public sealed class RetoldIncidentTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero);

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
    public void Money_that_people_state_is_no_estimate_of_ours_and_one_request_is_one()
    {
        Assert.Contains("- **Revenue Loss:** $100.00 (stated)\n", Markdown("impact: {revenue: {amount: 100, currency: USD}}"));
        Assert.Contains("**Impact:** $100.00 revenue loss  \n", Markdown("impact: {revenue: {amount: 100, currency: USD}}"));
        Assert.Contains("- **Revenue Loss:** $2.00 estimated (1 failed request at $2.00 each)\n", Markdown("impact: {failedRequests: {count: 1}, revenue: {perFailedRequest: 2, currency: USD}}"));
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
    public void None_of_something_is_no_impact()
    {
        const string Spec = "type: NearMiss\nincident: {detectedAt: 2025-07-02T13:05:00Z}\nimpact: {measures: [{what: customers affected, count: 0}]}";

        Assert.Contains("- **Customer Impact:** No user impact\n", Markdown(Spec));
        Assert.Contains("- **Customer Impact:** 1 customers affected\n", Markdown(Spec.Replace("count: 0", "count: 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nobody_was_affected_only_where_nobody_says_so()
    {
        Assert.Contains("- **Duration:** Not applicable: nobody was affected\n", Markdown("type: NearMiss\nincident: {detectedAt: 2025-07-02T13:05:00Z}"));
        Assert.Contains("- **Duration:** End not known\n", Markdown("type: NearMiss\nincident: {detectedAt: 2025-07-02T13:05:00Z}\nimpact: {customers: One partner saw a warning}"));
    }

    [Fact]
    public void How_long_it_took_to_close_is_no_impact_where_there_was_none_or_little()
    {
        const string Spec = "type: NearMiss\nincident: {detectedAt: 2025-07-02T13:05:00Z, resolvedAt: 2025-07-05T13:05:00Z}\nimpact: {customers: One partner saw a warning}";

        Assert.Contains("**Impact:** One partner saw a warning  \n", Markdown(Spec));
        Assert.Contains("**Impact:** One partner saw a warning. 3 days, from the start to the end.  \n", Markdown(Spec.Replace("NearMiss", "Degradation", StringComparison.Ordinal).Replace("detectedAt", "startedAt", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("DataLoss", "{lost: Orders of May.}", "**Impact:** Data lost: Orders of May.  \n")]
    [InlineData("DataLoss", "{corrupted: Orders}", "**Impact:** Data corrupted: Orders  \n")]
    [InlineData("Security", "{exposed: Keys}", "**Impact:** Exposed: Keys  \n")]
    [InlineData("DataLoss", "{lost: Orders, corrupted: Carts}", "**Impact:** Data lost: Orders\n\nData corrupted: Carts\n")]
    public void The_summary_tells_what_became_of_data_where_nobody_tells_of_customers(string type, string data, string expected)
    {
        Assert.Contains(expected, Markdown($"type: {type}\nimpact: {{data: {data}}}"));
        Assert.Contains("**Impact:** All of them", Markdown($"type: {type}\nimpact: {{customers: All of them, data: {data}}}"));
    }

    [Theory]
    [InlineData("- Orders\\n- Carts")]
    [InlineData("1. Orders\\n2. Carts")]
    [InlineData("```\\nrow\\n```")]
    [InlineData("> quoted")]
    [InlineData("# All")]
    [InlineData("Orders[^a]\\n\\n[^a]: of May")]
    public void What_begins_a_line_stands_in_the_assessment_alone(string lost)
    {
        Assert.Contains("**Impact:** Data lost: see the Impact Assessment.\n\nData corrupted: The index of *search*\n", Markdown($"type: DataLoss\nimpact: {{data: {{lost: \"{lost}\", corrupted: The index of *search*}}}}"));
    }

    [Fact]
    public void What_is_not_nothing_is_not_told_as_nothing()
    {
        var document = Markdown("impact: {failedRequests: {count: 2}, revenue: {perFailedRequest: 0.0001, currency: USD}, measures: [{what: '% of requests', count: 0.0000001}]}");

        Assert.Contains("**Impact:** 0.0000001% of requests; 2 failed requests; less than $0.01 estimated revenue loss  \n", document);
        Assert.Contains("- **Revenue Impact:** Less than $0.01 estimated loss\n", document);
        Assert.Contains("- **Revenue Loss:** Less than $0.01 estimated (2 failed requests at $0.0001 each)\n", document);
        Assert.Contains("less than ¥1 estimated revenue loss", Markdown("impact: {failedRequests: {count: 2}, revenue: {perFailedRequest: 0.1, currency: JPY}}"));
        Assert.Contains("- **Revenue Loss:** None (0 failed requests at $2.00 each)\n", Markdown("impact: {failedRequests: {count: 0}, revenue: {perFailedRequest: 2, currency: USD}}"));
    }

    [Fact]
    public void Addresses_within_sentences_of_people_are_links()
    {
        var document = Markdown("""
            detection: {reportedBy: "a customer, https://a.example/1"}
            communication: [{at: 2025-07-02T10:00:00Z, message: "Look at https://a.example/2."}]
            analysis: {fiveWhys: [{why: "Why https://a.example/3?", because: "See https://a.example/4"}], contributingFactors: ["https://a.example/5"]}
            actionItems: [{id: A, title: "Do https://a.example/6", successCriteria: "https://a.example/7 is green"}]
            lessonsLearned: {wentWell: ["`https://a.example/8`"]}
            impact: {phases: [{from: 2025-07-02T10:00:00Z, what: "https://a.example/9 was down"}]}
            """);

        Assert.Contains("- **Reported By:** a customer, <https://a.example/1>\n", document);
        Assert.Contains("| Look at <https://a.example/2>. |", document);
        Assert.Contains("1. **Why <https://a.example/3>?**  \n   → See <https://a.example/4>\n", document);
        Assert.Contains("- <https://a.example/5>\n", document);
        Assert.Contains("**A:** Do <https://a.example/6>\n", document);
        Assert.Contains("- Success Criteria: <https://a.example/7> is green\n", document);
        Assert.Contains("- `https://a.example/8`\n", document);
        Assert.Contains("| <https://a.example/9> was down |", document);
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

    private static PostMortem Resource(string spec) => Assert.Single(Judging.Judge(Judging.Resource(spec)).Resources);

    private static string Markdown(string spec) => Rendered.Document(Resource(spec), null, Now).Markdown;
}
