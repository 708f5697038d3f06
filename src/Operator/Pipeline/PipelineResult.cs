using Operator.Api;
using Operator.Core.Documents;
using Operator.Evidence;

namespace Operator.Pipeline;

/// <summary>What the pipeline made of one resource.</summary>
/// <param name="Document">The document; null where the template, the spec or the output's name does not allow one.</param>
/// <param name="Status">The status, conditions included.</param>
/// <param name="Problems">What went wrong, one for each question that was not answered; the status says so too.</param>
internal sealed record PipelineResult(RenderedDocument? Document, PostMortemStatus Status, IReadOnlyList<PipelineProblem> Problems)
{
    /// <summary>The evidence that the document rests on, as it is saved; null when nothing was asked or answered.</summary>
    public SavedEvidence? Evidence { get; init; }
}
