using System.Globalization;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core;
using Operator.Core.Incidents;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>Whether the times that people state can be, each by itself and beside the others.</summary>
/// <param name="now">The moment after which times lie in the future.</param>
/// <param name="report">Takes a problem: line, path, message, severity.</param>
internal sealed class TimeRules(DateTimeOffset now, Action<int, string, string, ProblemSeverity> report)
{
    private const string PartialEntry = "Partial";

    private string? _zone;

    /// <summary>Checks a spec whose parts may still be of wrong types: what is not readable is ignored.</summary>
    /// <param name="spec">The spec.</param>
    public void Check(ManifestNode spec)
    {
        _zone = spec["timeZone"]?.String;
        List<Stated> all = [.. Times(spec)];
        all.ForEach(CheckPlausible);
        Stated? Field(string field) => all.Find(t => t.Path == $"spec.incident.{field}");
        Stated? One(string field, TimelineEntryType type) => Field(field) ?? all.Where(t => t.Entry == type.ToString()).MinBy(t => t.Moment.Earliest);

        var detected = One("detectedAt", TimelineEntryType.AlertFired);
        CheckOrder(One("startedAt", TimelineEntryType.IncidentStart), detected, ProblemSeverity.Warning);
        CheckOrder(detected, One("acknowledgedAt", TimelineEntryType.Acknowledged), ProblemSeverity.Invalid);
        CheckOrder(detected, Field("resolvedAt"), ProblemSeverity.Warning);
        if (spec["incident"]?["precision"] is not null)
        {
            // Of exact times, the schema's rules say it.
            CheckOrder(Field("introducedAt"), Field("startedAt"), ProblemSeverity.Invalid);
            CheckOrder(Field("startedAt"), Field("mitigatedAt"), ProblemSeverity.Invalid);
            CheckOrder(Field("mitigatedAt"), Field("resolvedAt"), ProblemSeverity.Invalid);
            CheckOrder(Field("startedAt"), Field("resolvedAt"), ProblemSeverity.Invalid);
        }

        CheckDay(spec["review"]?["publishedOn"], "spec.review.publishedOn");
        foreach (var (item, index) in (spec["actionItems"]?.Items ?? []).Select((item, index) => (item, index)))
        {
            CheckDay(item["doneOn"], Indexed("spec.actionItems", index, "doneOn"));
        }

        CheckRecovery(all, Field("mitigatedAt"), Field("resolvedAt"));
        CheckPeriods(spec, all);
        if (spec["incident"]?["ongoing"] is { IsTrue: true } ongoing && all.Exists(t => t.Entry is nameof(TimelineEntryType.Resolved)))
        {
            report(ongoing.Line, "spec.incident.ongoing", "wins over the entry of type Resolved in spec.timeline; remove one of the two", ProblemSeverity.Warning);
        }
    }

    private IEnumerable<Stated> Times(ManifestNode spec)
    {
        var incident = spec["incident"];
        IEnumerable<Stated?> all =
        [
            .. (incident?.Fields ?? []).Select(f => Of(f.Value, $"spec.incident.{f.Key}", incident?["precision"]?[f.Key])),
            .. Items(spec["timeline"], (e, i) => Of(e["at"], Indexed("spec.timeline", i, "at"), e["precision"], e["partial"] is { IsTrue: true } ? PartialEntry : e["type"]?.String)),
            Of(spec["detection"]?["searchWindow"]?["from"], "spec.detection.searchWindow.from"),
            .. Items(spec["impact"]?["phases"], (p, i) => Of(p["from"], Indexed("spec.impact.phases", i, "from"), p["precision"]?["from"])),
            .. Items(spec["impact"]?["phases"], (p, i) => Of(p["to"], Indexed("spec.impact.phases", i, "to"), p["precision"]?["to"])),
            .. ((string[])["from", "to"]).Select(f => Of(spec["impact"]?["data"]?[f], $"spec.impact.data.{f}", spec["impact"]?["data"]?["precision"]?[f])),
            .. Items(spec["communication"], (c, i) => Of(c["at"], Indexed("spec.communication", i, "at"), c["precision"])),
            .. Items(spec["review"]?["reviewers"], (r, i) => Of(r["approvedAt"], Indexed("spec.review.reviewers", i, "approvedAt"))),
        ];
        return all.OfType<Stated>();
    }

    private static IEnumerable<Stated?> Items(ManifestNode? list, Func<ManifestNode, int, Stated?> of) => (list?.Items ?? []).Select(of);

    private Stated? Of(ManifestNode? node, string path, ManifestNode? precision = null, string? entry = null) =>
        node?.String is { } text && Rfc3339.TryParse(text, out var time)
            ? new Stated(node, path, StatedMoment.Of(time, Enum.TryParse<TimePrecision>(precision?.String, out var known) ? known : TimePrecision.Second, _zone), entry)
            : null;

    private static string Indexed(string list, int index, string field) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}].{field}");

    private void CheckPlausible(Stated stated)
    {
        if (stated.Moment.Earliest - now > StatedTimes.Tolerance)
        {
            Report(stated, $"{Quote.Text(stated.Node.Text)} is in the future; state what has happened", ProblemSeverity.Invalid);
        }
        else if (stated.Moment.Latest < StatedTimes.Earliest && stated.Path is not "spec.incident.introducedAt")
        {
            Report(stated, $"{Quote.Text(stated.Node.Text)} is before the year 2000; is the date right?", ProblemSeverity.Warning);
        }
    }

    private void CheckDay(ManifestNode? node, string path)
    {
        if (node?.String is { } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > LocalDays.Of(now, TimeZones.OrUtc(_zone)))
        {
            report(node.Line, path, $"{Quote.Text(text)} is in the future; state what has happened", ProblemSeverity.Invalid);
        }
    }

    private void CheckOrder(Stated? first, Stated? second, ProblemSeverity severity)
    {
        if (first is not null && second is not null && second.IsBefore(first))
        {
            Report(second, $"is before {first.Name}: the duration between the two is Invalid", severity);
        }
    }

    private void CheckRecovery(List<Stated> all, Stated? mitigated, Stated? resolved)
    {
        var recovered = all.Where(t => t.Entry is nameof(TimelineEntryType.Recovered)).MaxBy(t => t.Moment.Earliest);
        if (recovered is not null && resolved is not null && resolved.IsBefore(recovered))
        {
            Report(recovered, "is a recovery after resolvedAt; state a later end, or the kind Note for what came afterwards", ProblemSeverity.Warning);
        }

        if (recovered is not null && mitigated is not null && recovered.IsBefore(mitigated))
        {
            Report(recovered, "is a recovery before mitigatedAt, the fix; set partial: true if only a part was well again", ProblemSeverity.Warning);
        }
    }

    // Of exact times, the schema's rules say it.
    private void CheckPeriods(ManifestNode spec, List<Stated> all)
    {
        Stated? Field(string path) => all.Find(t => t.Path == path);
        var periods = Items(spec["impact"]?["phases"], (p, i) => p["precision"] is null ? null : Field(Indexed("spec.impact.phases", i, "to"))).Append(spec["impact"]?["data"]?["precision"] is null ? null : Field("spec.impact.data.to"));
        foreach (var to in periods.OfType<Stated>())
        {
            if (Field(to.Path[..^"to".Length] + "from") is { } from && to.IsBefore(from))
            {
                Report(to, "must be after from", ProblemSeverity.Invalid);
            }
        }
    }

    private void Report(Stated stated, string message, ProblemSeverity severity) => report(stated.Node.Line, stated.Path, message, severity);

    private sealed record Stated(ManifestNode Node, string Path, StatedMoment Moment, string? Entry)
    {
        public string Name => Entry is null ? Path[(Path.LastIndexOf('.') + 1)..] : Path;

        public bool IsBefore(Stated other) => Moment.Precision == TimePrecision.Second ? Moment.Earliest < other.Moment.Earliest : Moment.Latest <= other.Moment.Earliest;
    }
}
