using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Tests.Prometheus;

namespace Operator.Tests.Evidence;

/// <summary>One alert name with thousands of series.</summary>
public sealed class AlertCountTests
{
    private static readonly DateTimeOffset Now = SimulatedAlerts.T.AddHours(2);

    [Fact]
    public void The_labels_of_each_series_are_read_a_few_times_however_many_there_are()
    {
        const int Count = 5000;
        PrometheusSeries[] states = [.. Enumerable.Range(0, Count).Select(i => Series(i, "firing", 1))];
        PrometheusSeries[] activeAt = [.. Enumerable.Range(0, Count).Select(i => Series(i, null, SimulatedAlerts.T.ToUnixTimeSeconds()))];
        var window = new TimeRange(SimulatedAlerts.T, Now);

        var builder = new AlertSeriesBuilder(window, window, usualInterval: 30);
        var built = AlertGroup.Sort(states, activeAt, ["replica"]).Select(group => builder.Build("Down", group)!).ToList();

        Assert.Equal(Count, built.Count);
        Assert.All(built, series => Assert.Single(series.ActiveAt));
        Assert.All(states.Concat(activeAt), series => Assert.InRange(((CountedLabels)series.Labels).Readings, 1, 5));
    }

    [Fact]
    public void The_labels_of_kept_series_are_read_a_few_times_at_each_look_however_many_there_are()
    {
        const int Count = 2000;
        AlertSeries Alert(int number, int minutes) => new()
        {
            Name = "Down",
            Labels = new CountedLabels(new(StringComparer.Ordinal) { ["pod"] = number.ToString(CultureInfo.InvariantCulture) }),
            Firing = [new SampleRun(SimulatedAlerts.T, SimulatedAlerts.T.AddMinutes(minutes), 2)],
        };
        AlertSeries[] kept = [.. Enumerable.Range(0, Count).Select(i => Alert(i, 10))];
        AlertSeries[] fresh = [.. Enumerable.Range(Count / 2, Count).Select(i => Alert(i, 20))];
        var window = new TimeRange(SimulatedAlerts.T, Now);
        var part = new EvidencePart { Name = EvidencePartNames.Alerts, Inputs = "", CollectedAt = Now };

        var reading = new KnownAlerts(kept, part, window, null).Join(fresh, window, isSameQuestion: true, []);

        Assert.Equal(Count * 3 / 2, reading.Series.Count);
        Assert.All(kept.Concat(fresh), series => Assert.InRange(((CountedLabels)series.Labels).Readings, 1, 8));
    }

    [Fact]
    public async Task More_alerts_than_a_document_can_hold_are_refused_with_what_to_do()
    {
        await using var source = await FakeServer.StartAsync(context => context.Response.WriteAsync(Answer(11)));

        var refused = await Assert.ThrowsAsync<FailureException>(() => CollectAsync(source, limit: 10));
        var evidence = await CollectAsync(source, limit: 11);

        Assert.Equal(Reasons.ResponseTooLarge, refused.Reason);
        Assert.True(refused.IsTerminal);
        Assert.Contains("detection.alerts[0]", refused.Message, StringComparison.Ordinal);
        Assert.Contains("maxAlertSeries", refused.Message, StringComparison.Ordinal);
        Assert.Equal(11, evidence.Alerts.Count);
    }

    private static Task<IncidentEvidence> CollectAsync(FakeServer source, int limit)
    {
        var detection = Collecting.Alert("Down") with { SearchWindow = new SearchWindowSpec { From = SimulatedAlerts.T, To = Now } };
        return Collecting.CollectAsync(source.Url, Collecting.Spec() with { Detection = detection }, Now, o => o.MaxAlertSeries = limit);
    }

    private static PrometheusSeries Series(int number, string? state, double value)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = "Down", ["pod"] = number.ToString(CultureInfo.InvariantCulture) };
        if (state is not null)
        {
            labels["alertstate"] = state;
        }

        var start = SimulatedAlerts.T.AddMinutes(10).ToUnixTimeMilliseconds();
        return new PrometheusSeries(new CountedLabels(labels), [new PrometheusSample(start, value), new PrometheusSample(start + 30_000, value), new PrometheusSample(start + 60_000, value)]);
    }

    // Two series for each alert, as a pod's alert is pending before it fires.
    private static string Answer(int alerts)
    {
        var at = SimulatedAlerts.T.AddMinutes(10).ToUnixTimeSeconds();
        string Of(int pod, string state, long from) => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"metric":{"alertname":"Down","alertstate":"{{{state}}}","pod":"{{{pod}}}"},"values":[[{{{from}}},"1"],[{{{from + 30}}},"1"],[{{{from + 60}}},"1"]]}""");
        var series = Enumerable.Range(0, alerts).SelectMany(pod => new[] { Of(pod, "pending", at), Of(pod, "firing", at + 90) });
        return $$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{string.Join(',', series)}}}]}}""";
    }

    private sealed class CountedLabels(Dictionary<string, string> labels) : IReadOnlyDictionary<string, string>
    {
        public int Readings { get; private set; }

        public int Count => labels.Count;

        public IEnumerable<string> Keys => labels.Keys;

        public IEnumerable<string> Values => labels.Values;

        public string this[string key] => labels[key];

        public bool ContainsKey(string key) => labels.ContainsKey(key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => labels.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
        {
            Readings++;
            return labels.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
