using Operator.Core.Documents;

namespace Operator.Core.Tests.Documents;

/// <summary>Messages that the status has for those who write the resource, as readers of the document see them.</summary>
public sealed class ReaderTextTests
{
    private static readonly LocalClock Moscow = LocalClock.Find("Europe/Moscow")!;

    [Theory]
    [InlineData(
        "AcknowledgedAt 2025-12-14T07:03:00.000Z (from spec.timeline) is before DetectedAt 2025-12-14T07:08:00.000Z (from spec.incident.detectedAt); correct one of them",
        "acknowledgement 2025-12-14 10:03:00 MSK (timeline) is before detection 2025-12-14 10:08:00 MSK (stated); correct one of them")]
    [InlineData("it is not known when the incident ended; state spec.incident.resolvedAt, or spec.incident.ongoing while it goes on", "it is not known when the incident ended; state its end, or that it is ongoing while it goes on")]
    [InlineData("if that is not this incident, state spec.incident.startedAt and resolvedAt", "if that is not this incident, state its start and end")]
    [InlineData("alert Down fired still; set spec.detection.searchWindow.to later, or state spec.incident.resolvedAt", "alert Down fired still; set the end of the search later, or state its end")]
    [InlineData("spec.impact.failedRequests.slo: the events of objective 'availability' are not known", "failed requests: the events of objective 'availability' are not known")]
    [InlineData("spec.impact.revenue: the loss cannot be computed", "revenue loss: the loss cannot be computed")]
    [InlineData("impact.failedRequests.query: the query gave NaN, which is no number of anything", "failed requests: the query gave NaN, which is no number of anything")]
    [InlineData("slos[0] (availability).sli.events.errorQuery: no data for x in the incident", "availability: no data for x in the incident")]
    [InlineData("slos[12] (availability): samples are 120 s apart, too far for slices of 60 s; raise timeSlice.window or scrape more often", "availability: samples are 120 s apart, too far for slices of 60 s; raise the length of a slice or scrape more often")]
    [InlineData("spec.slos[availability].window: its length is not known", "availability: its length is not known")]
    [InlineData("detection.alerts (Down): Prometheus no longer has its samples", "alert Down: Prometheus no longer has its samples")]
    [InlineData("add the matcher team=\"a\" to spec.detection.alerts", "add the matcher team=\"a\" to the alerts of this post-mortem")]
    [InlineData("A query without {{.window}} looks back as far as its own range says", "A query without a range that follows the incident looks back as far as its own range says")]
    [InlineData("write rates, such as sum(rate(x[{{.window}}]))", "write rates, such as sum(rate(x[{{.window}}]))")]
    [InlineData("errorQuery gives events per second", "the query of errors gives events per second")]
    [InlineData("Prometheus source 'default' (http://prometheus.monitoring:9090) does not answer", "Prometheus source 'default' does not answer")]
    [InlineData("spec.analysis.rootCauses[3]: is odd", "the root causes: is odd")]
    [InlineData("nothing to say of http://a.example/spec.html, max_size=10 and MyService", "nothing to say of http://a.example/spec.html, max_size=10 and MyService")]
    public void Fields_facts_and_UTC_become_words_and_the_documents_times(string message, string expected) => Assert.Equal(expected, ReaderText.Of(message, Moscow));
}
