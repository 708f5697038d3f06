using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Evidence.Inputs;

/// <summary>
/// Digests over what decides each question, over small records of their own: text that people polish afterwards, and fields that
/// the spec gains, do not change them.
/// </summary>
internal static class PartInputs
{
    /// <summary>Whether a spec has anything that a server could answer.</summary>
    public static bool AsksAnything(PostMortemSpec spec) =>
        spec.Detection is { Alerts.Count: > 0 } || spec.Slos.Count > 0 || ImpactQueries(spec).Any();

    /// <summary>The questions for alerts.</summary>
    public static string Alerts(PostMortemSpec spec)
    {
        var (from, to) = SearchWindowResolver.Stated(spec);
        return Digest(new AlertsInputs(Source(spec), [.. (spec.Detection?.Alerts ?? []).Select(Alert)], from, to), InputsJsonContext.Default.AlertsInputs);
    }

    /// <summary>The questions for one objective over an incident.</summary>
    public static string Objective(PostMortemSpec spec, SloSpec slo, TimeRange? incident) => Digest(
        new ObjectiveInputs
        {
            Source = Source(spec),
            Objective = slo.Objective,
            Window = slo.Window,
            TimeZone = slo.Window == BudgetWindow.CalendarMonth ? spec.TimeZone : null,
            Method = SloTerms.Method(slo).ToString(),
            SliceSeconds = SloTerms.SliceWindow(slo).TotalSeconds,
            SliceTarget = SloTerms.SliceTarget(slo),
            Queries = Queries(slo.Sli),
            From = incident?.Start,
            To = incident?.End,
        },
        InputsJsonContext.Default.ObjectiveInputs);

    /// <summary>The question of one query of the impact.</summary>
    public static string Query(PostMortemSpec spec, string query, TimeRange? incident) =>
        Digest(new QueryInputs(Source(spec), query, incident?.Start, incident?.End), InputsJsonContext.Default.QueryInputs);

    /// <summary>The one digest of version 1, over the whole spec.</summary>
    public static string V1(PostMortemSpec spec) => Digest(new InputsV1(spec), InputsJsonContext.Default.InputsV1);

    /// <summary>The queries of the impact, by the part's name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ImpactQueries(PostMortemSpec spec)
    {
        (string Part, string? Query)[] all =
        [
            (EvidencePartNames.AffectedUsers, spec.Impact?.AffectedUsers?.Query),
            (EvidencePartNames.TotalUsers, spec.Impact?.AffectedUsers?.TotalQuery),
            (EvidencePartNames.FailedRequests, spec.Impact?.FailedRequests?.Query),
        ];
        return all.Where(q => q.Query is not null).Select(q => KeyValuePair.Create(q.Part, q.Query!));
    }

    internal static AlertInputs Alert(AlertSpec alert) =>
        new(
            alert.Name,
            new SortedDictionary<string, string>(alert.Labels.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
            alert.Matchers is { Count: > 0 } matchers ? matchers : null);

    internal static string Source(PostMortemSpec spec) => (spec.Prometheus ?? new PrometheusSpec()).Source;

    private static SortedDictionary<string, string> Queries(SliSpec sli)
    {
        (string Field, string? Query)[] all =
        [
            ("ratio.errors", sli.Ratio?.Errors),
            ("ratio.total", sli.Ratio?.Total),
            ("events.errorQuery", sli.Events?.ErrorQuery),
            ("events.totalQuery", sli.Events?.TotalQuery),
            ("raw.errorRatioQuery", sli.Raw?.ErrorRatioQuery),
        ];
        return new SortedDictionary<string, string>(all.Where(q => q.Query is not null).ToDictionary(q => q.Field, q => q.Query!, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string Digest<T>(T inputs, JsonTypeInfo<T> type) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(inputs, type)));
}
