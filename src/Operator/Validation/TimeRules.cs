using System.Globalization;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core.Incidents;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>Whether the times that people state can be, each by itself and beside the others.</summary>
/// <param name="now">The moment after which times lie in the future.</param>
/// <param name="report">Takes a problem: line, path, message, severity.</param>
internal sealed class TimeRules(DateTimeOffset now, Action<int, string, string, ProblemSeverity> report)
{
    /// <summary>Checks a spec whose parts may still be of wrong types: what is not readable is ignored.</summary>
    /// <param name="spec">The spec.</param>
    public void Check(ManifestNode spec)
    {
        List<Stated> all = [.. Times(spec)];
        all.ForEach(CheckPlausible);
        Stated? One(string field, TimelineEntryType type) =>
            all.Find(t => t.Path == $"spec.incident.{field}") ?? all.Where(t => t.Entry == type.ToString()).MinBy(t => t.Time);

        var detected = One("detectedAt", TimelineEntryType.AlertFired);
        CheckOrder(One("startedAt", TimelineEntryType.IncidentStart), detected, ProblemSeverity.Warning);
        CheckOrder(detected, One("acknowledgedAt", TimelineEntryType.Acknowledged), ProblemSeverity.Invalid);
        CheckOrder(detected, all.Find(t => t.Path is "spec.incident.resolvedAt"), ProblemSeverity.Warning);
        if (spec["incident"]?["ongoing"] is { IsTrue: true } ongoing && all.Exists(t => t.Entry is nameof(TimelineEntryType.Resolved)))
        {
            report(ongoing.Line, "spec.incident.ongoing", "wins over the entry of type Resolved in spec.timeline; remove one of the two", ProblemSeverity.Warning);
        }
    }

    private static IEnumerable<Stated> Times(ManifestNode spec)
    {
        IEnumerable<Stated?> all =
        [
            .. (spec["incident"]?.Fields ?? []).Select(f => Stated.Of(f.Value, $"spec.incident.{f.Key}")),
            .. (spec["timeline"]?.Items ?? []).Select((e, i) => Stated.Of(e["at"], Indexed("spec.timeline", i, "at"), e["type"]?.String)),
            Stated.Of(spec["detection"]?["searchWindow"]?["from"], "spec.detection.searchWindow.from"),
            .. (spec["review"]?["reviewers"]?.Items ?? []).Select((r, i) => Stated.Of(r["approvedAt"], Indexed("spec.review.reviewers", i, "approvedAt"))),
        ];
        return all.OfType<Stated>();
    }

    private static string Indexed(string list, int index, string field) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}].{field}");

    private void CheckPlausible(Stated stated)
    {
        if (stated.Time - now > StatedTimes.Tolerance)
        {
            Report(stated, $"{Quote.Text(stated.Node.Text)} is in the future; state what has happened", ProblemSeverity.Invalid);
        }
        else if (stated.Time < StatedTimes.Earliest)
        {
            Report(stated, $"{Quote.Text(stated.Node.Text)} is before the year 2000; is the date right?", ProblemSeverity.Warning);
        }
    }

    private void CheckOrder(Stated? first, Stated? second, ProblemSeverity severity)
    {
        if (first is not null && second is not null && second.Time < first.Time)
        {
            Report(second, $"is before {first.Name}: the duration between the two is Invalid", severity);
        }
    }

    private void Report(Stated stated, string message, ProblemSeverity severity) => report(stated.Node.Line, stated.Path, message, severity);

    private sealed record Stated(ManifestNode Node, string Path, DateTimeOffset Time, string? Entry)
    {
        public string Name => Entry is null ? Path[(Path.LastIndexOf('.') + 1)..] : Path;

        public static Stated? Of(ManifestNode? node, string path, string? entry = null) =>
            node?.String is { } text && Rfc3339.TryParse(text, out var time) ? new Stated(node, path, time, entry) : null;
    }
}
