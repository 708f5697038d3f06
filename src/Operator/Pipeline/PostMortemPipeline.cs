using k8s.Models;
using Operator.Api;
using Operator.Core;
using Operator.Evidence;
using Operator.Evidence.Inputs;
using Operator.FollowUp;
using Operator.Prometheus;
using Operator.Reconciling;
using Operator.Rendering;
using Operator.Runtime;

namespace Operator.Pipeline;

/// <summary>
/// The steps of a first reconcile, without a cluster: what the operator would render, and the status that it would write once
/// every output is delivered.
/// </summary>
/// <param name="renderer">Renders.</param>
/// <param name="time">For the comparison of clocks.</param>
internal sealed class PostMortemPipeline(DocumentRenderer renderer, TimeProvider time)
{
    private const string DefaultNamespace = "default";

    private readonly RenderStep _renderStep = new(renderer);

    /// <summary>Reads the evidence. A source that does not answer is a result, not an exception: the document is rendered without it.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="options">Where to ask.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CollectedEvidence> CollectAsync(PostMortem resource, PrometheusOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var sources = new PrometheusSources(options, time);
        try
        {
            var collection = await new FreshEvidence(new EvidenceCollector(time), sources).CollectAsync(resource, kept: null, refresh: false, now, cancellationToken);
            var holdsSomething = collection.Evidence.Parts.Any(p => PartContent.HoldsSomething(collection.Evidence, p));
            return collection.Failure is { } failure && !holdsSomething ? new(null, Faults.Of(failure)) : new(collection, null);
        }
        catch (FailureException e)
        {
            return new(null, Faults.Of(e));
        }
    }

    /// <summary>Computes and renders. That spec.suspend is set is passed over: whoever asks for a rendering gets one.</summary>
    /// <param name="resource">The resource; a status that it has already is passed over.</param>
    /// <param name="collected">What was read.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Without a document where the template, the spec or the output's name does not allow one; the status says why.</returns>
    public PipelineResult Render(PostMortem resource, CollectedEvidence collected, DateTimeOffset now, CancellationToken cancellationToken)
    {
        resource = AsCreated(resource);
        var key = new ObjectKey(resource.Metadata.NamespaceProperty, resource.Metadata.Name);
        var round = new ReconcileRound(resource, key, now);
        var problems = new List<PipelineProblem>();
        var outcome = RunSteps(round, collected, problems, cancellationToken);
        return new(outcome.Document, StatusBuilder.Build(null, round, outcome), problems) { Evidence = round.Saved };
    }

    private Outcome RunSteps(ReconcileRound round, CollectedEvidence collected, List<PipelineProblem> problems, CancellationToken cancellationToken)
    {
        var outcome = new Outcome { FollowUp = FollowUpStep.Run(round.Resource.Spec, round.Now) };
        var step = ConditionTypes.EvidenceCollected;
        try
        {
            var evidence = Judge(round, collected, problems);
            outcome = outcome with { Evidence = evidence };
            step = ConditionTypes.Rendered;
            outcome = outcome with { Document = _renderStep.Run(round, evidence, outcome.FollowUp!, cancellationToken) };
            return outcome with { Outputs = PublishStep.Delivered(round) };
        }
        catch (FailureException fault)
        {
            round.Fail(step, fault);
            problems.Add(new(step, fault.Reason, fault.Message));
            return outcome;
        }
    }

    private static EvidenceInHand Judge(ReconcileRound round, CollectedEvidence collected, List<PipelineProblem> problems)
    {
        if (collected.Failure is { } failure)
        {
            round.Fail(ConditionTypes.EvidenceCollected, failure);
            problems.Add(new(ConditionTypes.EvidenceCollected, failure.Reason, failure.Message));
            return EvidenceVerdict.Unanswered(round);
        }

        if (collected.Evidence is not { } collection || (collection.Evidence.Source is null && !PartInputs.AsksAnything(round.Resource.Spec)))
        {
            return EvidenceVerdict.NotAsked(round);
        }

        // Saved by somebody else, it may be larger than what a cluster keeps.
        var spec = round.Resource.Spec;
        var evidence = EvidenceJudge.Freeze(spec, JudgedEvidence.Judge(round.Resource, collection.Evidence, round.Now), collection);
        var reduced = EvidenceReducer.Reduce(spec, evidence);
        round.Saved = collected.Saved is { } file && ReferenceEquals(evidence, reduced) ? file : EvidenceFile.Save(reduced);
        var judged = JudgedEvidence.Judge(round.Resource, reduced, round.Now);
        problems.AddRange(judged.Problems.Select(p => new PipelineProblem(ConditionTypes.EvidenceCollected, p.Reason, p.Message)));
        return EvidenceVerdict.Accept(round, judged, collection, round.Saved.Digest);
    }

    /// <summary>The resource as an API server has it right after its creation.</summary>
    private static PostMortem AsCreated(PostMortem resource)
    {
        var metadata = resource.Metadata;
        return resource with
        {
            Metadata = new V1ObjectMeta
            {
                Name = metadata.Name,
                NamespaceProperty = metadata.NamespaceProperty ?? DefaultNamespace,
                Generation = metadata.Generation ?? 1,
                CreationTimestamp = metadata.CreationTimestamp,
                Annotations = metadata.Annotations,
                Labels = metadata.Labels,
                Uid = metadata.Uid,
            },
            Status = null,
        };
    }
}
