using k8s.Models;
using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Rendering;

namespace Operator.Pipeline;

/// <summary>From spec to document: evidence, report, rendering, status.</summary>
/// <param name="renderer">Renders.</param>
/// <param name="time">For the comparison of clocks.</param>
internal sealed class PostMortemPipeline(DocumentRenderer renderer, TimeProvider time)
{
    // So that late samples of the incident's end are in.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    /// <summary>Reads the evidence. A source that does not answer is a result, not an exception: the document is rendered without it.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="source">Where to ask; null when nothing is configured.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CollectedEvidence> CollectAsync(PostMortem resource, PrometheusSourceOptions? source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var client = source is null ? null : new PrometheusClient(source, time);
        try
        {
            var evidence = await new EvidenceCollector(time).CollectAsync(resource, client, now, cancellationToken);
            // The document links to the server that answered; replayed evidence must give the same links.
            return new(evidence.Source is null ? evidence : evidence with { Source = evidence.Source with { Url = source!.Url } }, null);
        }
        catch (EvidenceException e)
        {
            return new(null, new(e.Reason, e.Message));
        }
    }

    /// <summary>Computes and renders.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="collected">What was read.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Rendering.Templates.TemplateException">The template is unknown or has an error.</exception>
    /// <exception cref="Core.SpecInvalidException">The spec has a value that nothing can be computed from.</exception>
    public PipelineResult Render(PostMortem resource, CollectedEvidence collected, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var report = IncidentReportBuilder.Build(resource, collected.Evidence, now);
        var digest = collected.Evidence is { Source: not null } evidence ? EvidenceFile.Digest(evidence) : null;
        var options = new DocumentOptions { EvidenceDigest = digest, PrometheusUrl = Link(collected.Evidence?.Source?.Url) };
        var document = renderer.Render(resource, report, collected.Evidence, options, cancellationToken);
        IReadOnlyList<EvidenceProblem> problems = collected switch
        {
            { Failure: { } failure } => [failure],
            { Evidence: { } read } => EvidenceGaps.Find(resource.Spec, read, report),
            _ => [],
        };
        var facts = new StatusFacts
        {
            Evidence = digest is null ? null : new() { State = State(report, now), CollectedAt = collected.Evidence!.CollectedAt, Digest = digest },
            Document = new() { Digest = document.Digest, RenderedAt = now, Template = document.Template },
        };
        var status = StatusProjection.Project(resource, report, facts) with
        {
            Conditions = [.. StepConditions(resource, facts, problems, now), .. ReportConditions.Compute(resource, report, now)],
        };
        return new(report, document, status, problems);
    }

    private static EvidenceState State(IncidentReport report, DateTimeOffset now) =>
        report.Timestamp(IncidentTimestampName.ResolvedAt)?.Time + Settling <= now ? EvidenceState.Frozen : EvidenceState.Collecting;

    private static IEnumerable<V1Condition> StepConditions(PostMortem resource, StatusFacts facts, IReadOnlyList<EvidenceProblem> problems, DateTimeOffset now)
    {
        V1Condition Condition(string type, bool holds, string reason, string message) => new()
        {
            Type = type,
            Status = holds ? "True" : "False",
            Reason = reason,
            Message = message,
            ObservedGeneration = resource.Metadata.Generation,
            LastTransitionTime = now.UtcDateTime.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerSecond)),
        };

        var message = string.Join("; ", problems.Select(p => p.Message));
        yield return problems.Count == 0
            ? Condition(ConditionTypes.Ready, true, Reasons.Succeeded, "The document is rendered")
            : Condition(ConditionTypes.Ready, false, problems[0].Reason, message);
        yield return problems.Count > 0
            ? Condition(ConditionTypes.EvidenceCollected, false, problems[0].Reason, message)
            : facts.Evidence switch
            {
                null => Condition(ConditionTypes.EvidenceCollected, true, Reasons.NotConfigured, "The spec asks for no evidence: no alerts, objectives or queries"),
                { State: EvidenceState.Frozen } => Condition(ConditionTypes.EvidenceCollected, true, Reasons.Frozen, "The incident is over and its evidence is complete"),
                _ => Condition(ConditionTypes.EvidenceCollected, true, Reasons.Collected, "Evidence was read; it may still change"),
            };
        yield return Condition(ConditionTypes.Rendered, true, Reasons.Succeeded, $"Rendered with template {facts.Document!.Template}");
    }

    private static Uri? Link(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
