using Operator.Api;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Tests.Validation;

namespace Operator.Tests.Rendering;

/// <summary>The same of times: zones, moments that are known roughly, and what goes on.</summary>
public sealed class RetoldTimesTests
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
    public void Where_times_come_from_is_a_sentence() =>
        Assert.Contains("_Where these times come from: people._", Markdown("incident: {startedAt: 2025-07-02T10:00:00Z, resolvedAt: 2025-07-02T11:00:00Z}"));

    [Fact]
    public void A_fault_is_not_younger_than_what_it_did()
    {
        var document = Markdown("""
            type: Security
            incident: {introducedAt: 2023-01-01T00:00:00Z, startedAt: 2023-05-01T00:00:00Z, detectedAt: 2024-06-28T11:03:00Z, precision: {introducedAt: Year, startedAt: Month, detectedAt: Minute}}
            """);

        Assert.Contains("| Age of the fault when detected | 13 to 18 months |", document);
    }

    [Theory]
    [InlineData("startedAt: 2025-11-28T22:00:00Z", "2025-11-28, ongoing")]
    [InlineData("startedAt: 2025-12-01T00:00:00Z", "2025-12-01, ongoing")]
    [InlineData("startedAt: 2025-05-01T00:00:00Z, precision: {startedAt: Month}", "May 2025, ongoing")]
    public void What_goes_on_has_no_last_day(string times, string expected) =>
        Assert.Contains($"**Date:** {expected}  \n", Markdown($"incident: {{{times}, ongoing: true}}"));

    [Fact]
    public void What_goes_on_says_since_when() =>
        Assert.Contains("**Impact:** 2 hours so far, since the start  \n", Markdown("incident: {startedAt: 2025-11-30T22:00:00Z, ongoing: true}"));

    [Fact]
    public void Times_that_nothing_measured_have_no_column_of_errors()
    {
        var document = Markdown("incident: {startedAt: 2025-07-02T10:00:00Z, resolvedAt: 2025-07-02T11:00:00Z}");

        Assert.Contains("| Point in time | When | Source |\n|---------------|------|--------|\n| Start | 2025-07-02 10:00:00 UTC | a person |\n", document);
        Assert.DoesNotContain("May be off by", document);
    }

    [Theory]
    [InlineData("2025-07-02T10:00:00Z", "Minute", "2025-07-02T11:42:00Z", "Second", "1h 42m")]
    [InlineData("2025-07-02T10:00:00Z", "Minute", "2025-07-02T11:42:45Z", "Second", "1h 42m")]
    [InlineData("2025-07-02T10:00:45Z", "Second", "2025-07-02T11:42:00Z", "Minute", "1h 42m")]
    public void A_row_and_a_duration_tell_the_same_time_in_the_same_way(string from, string fromPrecision, string to, string toPrecision, string expected)
    {
        var document = Markdown($"incident: {{startedAt: {from}, resolvedAt: {to}, precision: {{startedAt: {fromPrecision}, resolvedAt: {toPrecision}}}}}");

        Assert.Contains($"| +{expected} | ✅ Incident resolved |", document);
        Assert.Contains($"| Total | {expected} | the start | the end |", document);
    }

    [Fact]
    public void An_end_that_is_known_to_the_day_stands_after_what_happened_on_that_day()
    {
        const string Spec = """
            incident: {startedAt: 2025-07-02T00:00:00Z, resolvedAt: 2025-07-02T00:00:00Z, precision: {startedAt: Day, resolvedAt: Day}}
            timeline:
            - {at: 2025-07-02T10:00:00Z, precision: Minute, event: a}
            - {at: 2025-07-02T23:58:00Z, precision: Minute, type: Recovered, event: b}
            - {at: 2025-07-03T08:00:00Z, precision: Minute, event: c}
            """;
        const string Rows = "🔴 Incident start | – |\n| 2025-07-02 10:00 | • a | – |\n| 2025-07-02 23:58 | ✅ b | – |\n| some time on 2025-07-02 | ✅ Incident resolved | – |\n| 2025-07-03 08:00 | • c | – |";

        Assert.Contains(Rows, Markdown(Spec));
    }

    [Fact]
    public void The_days_of_a_document_are_no_more_exact_than_its_facts()
    {
        const string Spec = "incident: {startedAt: 2024-01-01T00:00:00Z, resolvedAt: 2024-05-01T00:00:00Z, precision: {startedAt: Year, resolvedAt: Month}}\nprevention: {longTerm: [a]}";
        var rough = Markdown(Spec);

        Assert.Contains("_As of May 2024._\n", rough);
        Assert.Contains("**Facts up to:** May 2024  \n**Last changed:** May 2024", rough);
        Assert.Contains("_As of 2024-05-03._\n", Markdown(Spec + "\nreview: {publishedOn: 2024-05-03}"));
        Assert.Contains("**Facts up to:** May 2024  \n**Last changed:** 2024-05-03", Markdown(Spec + "\nreview: {publishedOn: 2024-05-03}"));
        Assert.Contains("**Facts up to:** 2024-05-02  \n**Last changed:** 2024-05-02", Markdown(Spec + "\ntimeline: [{at: 2024-05-02T10:00:00Z, event: a}]"));
    }

    [Fact]
    public void The_first_column_of_the_timeline_does_not_break_its_times()
    {
        var page = Rendered.Document(Resource("timeline: [{at: 2025-07-02T10:00:00Z, precision: Minute, event: a}, {at: 2025-07-04T10:00:00Z, precision: Minute, event: b}]"), null, Now).Html;

        Assert.Contains("<td class=\"head\"><span class=\"date\">2025-07-02</span> 10:00</td>", page);
    }

    private static PostMortem Resource(string spec) => Assert.Single(Judging.Judge(Judging.Resource(spec)).Resources);

    private static IncidentReport Report(string spec) => IncidentReportBuilder.Build(Resource(spec), null, Now);

    private static string Markdown(string spec) => Rendered.Document(Resource(spec), null, Now).Markdown;
}
