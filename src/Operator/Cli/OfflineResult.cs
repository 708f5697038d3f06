using Operator.Api;
using Operator.Core.Documents;
using Operator.Evidence;

namespace Operator.Cli;

/// <summary>What the steps made of one resource without a cluster.</summary>
/// <param name="Document">The document; null where the template, the spec or the output's name does not allow one.</param>
/// <param name="Status">The status that the operator would write once every output is delivered.</param>
/// <param name="Problems">What went wrong, one for each question that was not answered; the status says so too.</param>
internal sealed record OfflineResult(RenderedDocument? Document, PostMortemStatus Status, IReadOnlyList<OfflineProblem> Problems)
{
    /// <summary>The evidence that the document rests on; null when the source did not answer.</summary>
    public SavedEvidence? Evidence { get; init; }
}

/// <summary>One thing that went wrong.</summary>
/// <param name="Condition">The condition that is false because of it.</param>
/// <param name="Reason">In PascalCase.</param>
/// <param name="Message">For people.</param>
internal sealed record OfflineProblem(string Condition, string Reason, string Message);
