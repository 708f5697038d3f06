namespace Operator.Tests.Validation;

/// <summary>What is wrong is said with file, line and field, and with what would be right.</summary>
public sealed class VerdictTests
{
    private const string NoLabels = "alertname, alertstate, grafana_alertstate and __name__ must not be among them: name selects the alert, and its samples are read in every state; remove them";

    [Theory]
    [InlineData("sumary: {}", "f.yaml:9: spec.sumary: is not a known field; did you mean summary?")]
    [InlineData("timeZone: Europe/Kiev", "")]
    [InlineData("timeZone: Europe/Kyiv", "")]
    [InlineData("timeZone: US/Pacific", "")]
    [InlineData("timeZone: Europe/Moskow", "f.yaml:9: spec.timeZone: 'Europe/Moskow' is not a name of the tz database; write an IANA name such as Europe/Berlin (did you mean Europe/Moscow?)")]
    [InlineData("incidentID: 42", "f.yaml:9: spec.incidentID: must be a string, not the number 42; YAML reads 42 as a number: write \"42\" in quotes")]
    [InlineData("incidentID: on", "f.yaml:9: spec.incidentID: must be a string, not the boolean on; YAML reads on as a boolean: write \"on\" in quotes")]
    [InlineData("suspend: \"true\"", "f.yaml:9: spec.suspend: must be true or false, not the string 'true'; remove the quotes")]
    [InlineData("authors: ada", "f.yaml:9: spec.authors: must be a list, not the string 'ada'; write each item on a line of its own after \"- \"")]
    [InlineData("authors: [null]", "f.yaml:9: spec.authors[0]: must be a string, not null")]
    [InlineData("authors: ['']", "f.yaml:9: spec.authors[0]: must not be empty")]
    [InlineData("interval: 5 minutes", "f.yaml:9: spec.interval: '5 minutes' does not have the right form: a duration such as 5m or 1h30m")]
    [InlineData("interval: 1s", "f.yaml:9: spec.interval: '1s' is not a duration between 10s and 7d, such as 5m")]
    [InlineData("incident: {startedAt: 2025-12-14}", "f.yaml:9: spec.incident.startedAt: '2025-12-14' is not an RFC 3339 time such as 2025-12-14T07:05:00Z or 2025-12-14T10:05:00+03:00")]
    [InlineData("incident: {startedAt: 2025-12-14T07:00:00Z, resolvedAt: 2025-12-14T06:00:00Z}", "f.yaml:9: spec.incident: resolvedAt must not be before startedAt")]
    [InlineData("incident: {startedAt: 2025-12-14T07:00:00Z, detectedAt: 2025-12-14T06:00:00Z}", "f.yaml:9: spec.incident.detectedAt: warning: is before startedAt: the duration between the two is Invalid")]
    [InlineData("timeline: [{at: 2030-01-01T00:00:00Z, event: x}]", "f.yaml:9: spec.timeline[0].at: '2030-01-01T00:00:00Z' is in the future; state what has happened")]
    [InlineData("review: {reviewers: [{name: a, approvedAt: 2026-01-01T00:01:01Z}]}", "f.yaml:9: spec.review.reviewers[0].approvedAt: '2026-01-01T00:01:01Z' is in the future; state what has happened")]
    [InlineData("review: {reviewers: [{name: a, approvedAt: 2026-01-01T00:01:00Z}]}", "")]
    [InlineData("incident: {startedAt: 1999-12-31T23:59:59Z}", "f.yaml:9: spec.incident.startedAt: warning: '1999-12-31T23:59:59Z' is before the year 2000; is the date right?")]
    [InlineData("incident: {detectedAt: 2025-12-14T07:02:00Z, acknowledgedAt: 2025-12-14T07:01:00Z}", "f.yaml:9: spec.incident.acknowledgedAt: is before detectedAt: the duration between the two is Invalid")]
    [InlineData("incident: {detectedAt: 2025-12-14T07:02:00Z}\ntimeline: [{at: 2025-12-14T07:01:00Z, type: Acknowledged, event: x}]", "f.yaml:10: spec.timeline[0].at: is before detectedAt: the duration between the two is Invalid")]
    [InlineData("incident: {resolvedAt: 2025-12-14T07:12:00Z, ongoing: true}", "f.yaml:9: spec.incident: ongoing must not be true when resolvedAt is set")]
    [InlineData("incident: {ongoing: true}\ntimeline: [{at: 2025-12-14T07:12:00Z, type: Resolved, event: x}]", "f.yaml:9: spec.incident.ongoing: warning: wins over the entry of type Resolved in spec.timeline; remove one of the two")]
    [InlineData("noActionItems: none\nactionItems: [{id: A, title: t}]", "f.yaml:9: spec.noActionItems: warning: is ignored, because spec.actionItems has items; remove one of the two")]
    [InlineData("timeline: [{at: 2025-01-01T00:00:00Z, type: Fixed, event: x}]", "f.yaml:9: spec.timeline[0].type: 'Fixed' is not one of IncidentStart, AlertFired, Paged, Acknowledged, RootCause, FixApplied, Restarted, Recovered, Resolved, Note")]
    [InlineData("actionItems:\n- {id: A, title: t}\n- {id: A, title: t}", "f.yaml:11: spec.actionItems[1]: id 'A' is there already, on line 10; each must be unique")]
    [InlineData("impact: {failedRequests: {slo: latency}}", "f.yaml:9: spec.impact.failedRequests.slo: 'latency' is not in spec.slos, which is empty")]
    [InlineData("impact: {revenue: {currency: usd, amount: 1}}", "f.yaml:9: spec.impact.revenue.currency: 'usd' does not have the right form: three capital letters, such as USD")]
    [InlineData("impact: {affectedUsers: {count: 1.5}}", "f.yaml:9: spec.impact.affectedUsers.count: must be a whole number, not the number 1.5")]
    [InlineData("impact: {affectedUsers: {count: -1}}", "f.yaml:9: spec.impact.affectedUsers.count: is -1; it must be at least 0")]
    [InlineData("references: {incidentURL: 'javascript:alert(1)'}", "f.yaml:9: spec.references.incidentURL: 'javascript:alert(1)' does not have the right form: an http:// or https:// URL without spaces")]
    [InlineData("slos: [{name: a, objective: 100, sli: {raw: {errorRatioQuery: x}}}]", "f.yaml:9: spec.slos[0].objective: is 100; it must be less than 100")]
    [InlineData("slos: [{name: a, objective: 99, window: 0d, sli: {raw: {errorRatioQuery: x}}}]", "f.yaml:9: spec.slos[0].window: '0d' is not a duration between 1m and 3660d, such as 30d")]
    [InlineData("slos: [{name: a, objective: 0.999, sli: {raw: {errorRatioQuery: x}}}]", "f.yaml:9: spec.slos[0].objective: warning: is 0.999 %, which is less than 1 %; was 99.9 meant?")]
    [InlineData("impact: {failedRequests: {query: 'sum(x_total{code=\"500\"})'}}", "f.yaml:9: spec.impact.failedRequests.query: x_total{code=\"500\"} is a counter: it tells what was counted since its process began, and not in the incident; write its growth, such as sum(increase(x[{{.window}}]))")]
    [InlineData("slos: [{name: a, objective: 99, sli: {raw: {errorRatioQuery: 'sum(x_total{code=\"500\"}) / sum(x_total)'}}}]", "f.yaml:9: spec.slos[0].sli.raw.errorRatioQuery: x_total{code=\"500\"} is a counter: what it has counted since its process began is no share of what happened in the incident; write its growth, such as sum(rate(x[{{.window}}]))")]
    [InlineData("slos: [{name: a, objective: 99, sli: {events: {errorQuery: 'sum(rate(x_total[{{.window}}]))', totalQuery: 'sum(y_bucket{le=\"+Inf\"})'}}}]", "f.yaml:9: spec.slos[0].sli.events.totalQuery: y_bucket{le=\"+Inf\"} is a counter: what it has counted since its process began is no share of what happened in the incident; write its growth, such as sum(rate(x[{{.window}}]))")]
    [InlineData("slos: [{name: a, objective: 99, sli: {ratio: {errors: x, total: y_bucket}}}]", "f.yaml:9: spec.slos[0].sli.ratio.total: y_bucket adds up all buckets of a histogram, and each of them holds the ones below it: an event is counted several times; write le=\"+Inf\" for all events, or the bucket of the objective for the good ones; write le=\"\" if it is no histogram")]
    [InlineData("slos: [{name: a, objective: 99, sli: {raw: {errorRatioQuery: 'histogram_quantile(0.9, sum by (le) (rate(y_bucket[{{.window}}])))'}}}]", "f.yaml:9: spec.slos[0].sli.raw.errorRatioQuery: histogram_quantile() gives an observed value, such as seconds, and not a share of events; compare it with a bound, as in … > bool 0.5, or count slow events by sum(rate(x_count[{{.window}}])) - sum(rate(x_bucket{le=\"0.5\"}[{{.window}}]))")]
    [InlineData("slos: [{name: a, objective: 0.5, sli: {raw: {errorRatioQuery: x}}}]", "f.yaml:9: spec.slos[0].objective: warning: is 0.5 %, which is less than 1 %; was 50 meant?")]
    [InlineData("slos: [{name: a, objective: 99, sla: 0.95, sli: {raw: {errorRatioQuery: x}}}]", "f.yaml:9: spec.slos[0].sla: warning: is 0.95 %, which is less than 1 %; was 95 meant?")]
    [InlineData("slos: [{name: a, objective: 99, budgetingMethod: Timeslices, timeSlice: {target: 0.995}, sli: {raw: {errorRatioQuery: x}}}]", "f.yaml:9: spec.slos[0].timeSlice.target: warning: is 0.995 %, which is less than 1 %; was 99.5 meant?")]
    [InlineData("slos: [{name: a, objective: 99, sli: {}}]", "f.yaml:9: spec.slos[0].sli: exactly one of ratio, events and raw must be set")]
    [InlineData("slos: [{name: a, objective: 99, sli: {events: {errorQuery: 'x{{.window}}', totalQuery: z}}}]", "f.yaml:9: spec.slos[0].sli.events.totalQuery: warning: has no {{.window}}: its own range blurs where the incident begins and ends; write {{.window}} for the range, as in rate(x[{{.window}}])")]
    [InlineData("detection: {alerts: [{name: A, labels: {alertstate: firing}}]}", "f.yaml:9: spec.detection.alerts[0].labels: " + NoLabels)]
    [InlineData("detection: {alerts: [{name: A, labels: {job: a, __name__: ALERTS}}]}", "f.yaml:9: spec.detection.alerts[0].labels: " + NoLabels)]
    [InlineData("detection: {alerts: [{name: A}, {name: B, labels: {alertname: B}}]}", "f.yaml:9: spec.detection.alerts[1].labels: " + NoLabels)]
    [InlineData("detection: {alerts: [{name: A, matchers: ['alertstate=\"firing\"']}]}", "f.yaml:9: spec.detection.alerts[0].matchers: " + NoLabels)]
    [InlineData("detection: {alerts: [{name: A, matchers: ['severity']}]}", "f.yaml:9: spec.detection.alerts[0].matchers[0]: 'severity' has none of the operators =, !=, =~ and !~; write it as in Alertmanager, such as severity=~\"page|critical\" or namespace!=\"dev\"")]
    [InlineData("detection: {alerts: [{name: A, matchers: ['a=b', 'c=\"d']}]}", "f.yaml:9: spec.detection.alerts[0].matchers[1]: \"d lacks the double quote at its end; write it as in Alertmanager, such as severity=~\"page|critical\" or namespace!=\"dev\"")]
    [InlineData("detection: {alerts: [{name: A, labels: {a-b: c}}]}", "f.yaml:9: spec.detection.alerts[0].labels: 'a-b' is not a label name: letters, digits and underscores, not beginning with a digit")]
    [InlineData("title: again", "f.yaml:9: spec.title: is set twice; the first is on line 6")]
    public void A_mistake_is_explained(string spec, string expected) => Assert.Equal(expected, Judging.Problems(spec));

    [Fact]
    public void Every_problem_of_every_document_comes_in_one_go()
    {
        const string Yaml = """
            apiVersion: postmortem.dev/v1
            kind: PostMortem
            metadata: {name: Not_A_Name}
            spec: {title: T, severity: P9}
            ---
            a: b: c
            ---
            apiVersion: postmortem.dev/v1alpha1
            kind: Postmortem
            spec: {title: T, severity: P0, services: []}
            """;

        Assert.Equal(
            [
                "f.yaml:1: apiVersion: must be postmortem.dev/v1alpha1",
                "f.yaml:3: metadata.name: 'Not_A_Name' is not a name that Kubernetes takes: at most 253 lower-case letters, digits, dashes and dots, beginning and ending with a letter or digit",
                "f.yaml:4: spec.services: is missing but required: a list",
                "f.yaml:4: spec.severity: 'P9' is not one of P0, P1, P2, P3, P4, P5, SEV0, SEV1, SEV2, SEV3, SEV4, SEV5, SEV6",
                "f.yaml:6: is not YAML: text that contains ': ' must be in quotes (column 5)",
                "f.yaml:8: metadata.name: is missing but required: a name such as p0-042",
                "f.yaml:9: kind: must be PostMortem",
                "f.yaml:10: spec.services: has 0 items; it must have at least 1",
            ],
            Judging.Judge(Yaml).Problems.Select(p => p.ToString()));
    }

    [Fact]
    public void A_null_means_that_the_field_is_absent()
    {
        Assert.Equal("", Judging.Problems("summary: null\nauthors: ~\ntimeZone:"));
        Assert.Equal("UTC", Assert.Single(Judging.Judge(Judging.Resource("timeZone:")).Resources).Spec.TimeZone);
    }

    [Fact]
    public void Other_kinds_are_passed_over_with_a_note()
    {
        var file = Judging.Judge(Judging.Resource("") + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");

        Assert.Empty(file.Problems);
        Assert.Single(file.Resources);
        Assert.Equal(["f.yaml:11: ConfigMap c is not a PostMortem and was ignored"], file.Notes);
    }

    [Fact]
    public void A_file_without_a_post_mortem_is_a_mistake() =>
        Assert.Equal(["f.yaml:1: holds no PostMortem"], Judging.Judge("# nothing\n").Problems.Select(p => p.ToString()));

    [Fact]
    public void Items_of_a_list_are_judged_each()
    {
        var item = Judging.Resource("").TrimEnd().ReplaceLineEndings("\n  ");
        var file = Judging.Judge($"apiVersion: v1\nkind: List\nitems:\n- {item}\n- {item.Replace("name: a", "name: b", StringComparison.Ordinal)}\n");

        Assert.Empty(file.Problems);
        Assert.Equal(["a", "b"], file.Resources.Select(r => r.Metadata.Name));
    }

    [Fact]
    public void What_a_cluster_returns_is_accepted()
    {
        var yaml = Judging.Resource("").Replace("  name: a", "  name: a\n  uid: u-1\n  generation: 3\n  creationTimestamp: \"2025-12-14T07:00:00Z\"\n  managedFields: [{manager: kubectl}]", StringComparison.Ordinal)
            + "status:\n  observedGeneration: 3\n";
        var file = Judging.Judge(yaml);

        Assert.Empty(file.Problems);
        Assert.Equal(new DateTime(2025, 12, 14, 7, 0, 0, DateTimeKind.Utc), Assert.Single(file.Resources).Metadata.CreationTimestamp!.Value.ToUniversalTime());
    }

    [Fact]
    public void Names_are_checked_against_the_configuration_when_there_is_one()
    {
        var settings = Judging.Settings with { Sources = ["default", "mimir"], Templates = ["default"] };

        Assert.Equal(
            "f.yaml:9: spec.prometheus.source: 'mimr' is not a configured source; did you mean mimir?\nf.yaml:10: spec.template.name: 'fancy' is not an installed template; known are default",
            Judging.Problems("prometheus: {source: mimr}\ntemplate: {name: fancy}", settings));
        Assert.Equal("", Judging.Problems("prometheus: {source: mimr}\ntemplate: {name: fancy}"));
    }
}
