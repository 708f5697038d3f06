using System.Text.Json;
using Operator.Core.Evidence;
using Operator.PlainJson;

namespace Operator.Evidence;

/// <summary>
/// How evidence is written: camel case, enums by name, times to the millisecond, nothing for what is absent. The digest is over
/// these bytes: they must stay what they are.
/// </summary>
/// <param name="json">Takes it.</param>
internal sealed class EvidenceWriter(Utf8JsonWriter json)
{
    public void Write(IncidentEvidence evidence)
    {
        json.WriteStartObject();
        json.WriteNumber("version", evidence.Version);
        json.Time("collectedAt", evidence.CollectedAt);
        if (evidence.Source is { } source)
        {
            json.WriteStartObject("source");
            json.Text("name", source.Name);
            json.Text("serverVersion", source.ServerVersion);
            json.Text("url", source.Url);
            json.WriteEndObject();
        }

        Range("searchWindow", evidence.SearchWindow);
        Range("incident", evidence.Incident);
        json.Text("inputsDigest", evidence.InputsDigest);
        json.Objects("alerts", evidence.Alerts, Alert);
        json.Objects("slos", evidence.Slos, Slo);
        if (evidence.Impact is { } impact)
        {
            json.WriteStartObject("impact");
            json.Number("affectedUsers", impact.AffectedUsers);
            json.Number("totalUsers", impact.TotalUsers);
            json.Number("failedRequests", impact.FailedRequests);
            json.Objects("problems", impact.Problems, Problem);
            json.WriteEndObject();
        }

        json.Objects("queries", evidence.Queries, Query);
        json.Texts("warnings", evidence.Warnings);
        json.WriteEndObject();
    }

    private void Alert(AlertSeries alert)
    {
        json.Text("name", alert.Name);
        json.WriteStartObject("labels");
        foreach (var (name, value) in alert.Labels)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.Number("intervalSeconds", alert.IntervalSeconds);
        json.Objects("pending", alert.Pending, Run);
        json.Objects("firing", alert.Firing, Run);
        json.Objects("activeAt", alert.ActiveAt, ActiveAt);
        json.WriteBoolean("startUnknown", alert.StartUnknown);
    }

    private void ActiveAt(ActiveAt active)
    {
        json.Time("value", active.Value);
        json.WriteStartObject("run");
        Run(active.Run);
        json.WriteEndObject();
    }

    private void Run(SampleRun run)
    {
        json.Time("first", run.First);
        json.Time("last", run.Last);
        json.WriteNumber("count", run.Count);
    }

    private void Slo(SloEvidence slo)
    {
        json.Text("name", slo.Name);
        json.Text("kind", slo.Kind.ToString());
        json.Text("countSource", slo.CountSource?.ToString());
        Range("window", slo.Window);
        json.WriteNumber("windowSeconds", slo.WindowSeconds);
        json.Number("scrapeIntervalSeconds", slo.ScrapeIntervalSeconds);
        Counts("incident", slo.Incident);
        json.Objects("slices", slo.Slices, Slice);
        json.Objects("minuteSlices", slo.MinuteSlices, Slice);
        if (slo.Before is { } before)
        {
            json.WriteStartObject("before");
            Counts("counts", before.Counts);
            json.Number("badSeconds", before.BadSeconds);
            json.Number("errorRatioSeconds", before.ErrorRatioSeconds);
            json.Number("coveredSeconds", before.CoveredSeconds);
            json.WriteEndObject();
        }

        json.Objects("series", slo.Series, Point);
        json.Objects("problems", slo.Problems, Problem);
        json.Texts("notes", slo.Notes);
    }

    private void Slice(SliSlice slice)
    {
        json.Time("start", slice.Start);
        json.WriteNumber("seconds", slice.Seconds);
        json.Number("errorRatio", slice.ErrorRatio);
        Counts("counts", slice.Counts);
        json.WriteBoolean("hasData", slice.HasData);
    }

    private void Point(SliPoint point)
    {
        json.Time("at", point.At);
        json.Number("value", point.Value);
    }

    private void Query(EvidenceQuery query)
    {
        json.Text("purpose", query.Purpose);
        json.Text("expression", query.Expression);
        json.Time("time", query.Time);
        json.Time("from", query.From);
        json.Number("stepSeconds", query.StepSeconds);
    }

    private void Problem(EvidenceProblem problem)
    {
        json.Text("reason", problem.Reason);
        json.Text("message", problem.Message);
    }

    private void Range(string name, TimeRange? value)
    {
        if (value is { } range)
        {
            json.WriteStartObject(name);
            json.Time("start", range.Start);
            json.Time("end", range.End);
            json.WriteNumber("seconds", range.Seconds);
            json.WriteEndObject();
        }
    }

    private void Counts(string name, EventCounts? value)
    {
        if (value is { } counts)
        {
            json.WriteStartObject(name);
            json.WriteNumber("errors", counts.Errors);
            json.WriteNumber("total", counts.Total);
            json.WriteEndObject();
        }
    }
}
