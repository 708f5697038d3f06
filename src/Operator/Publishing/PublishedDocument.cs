using Operator.Api;
using Operator.Core.Documents;
using Operator.Facts;

namespace Operator.Publishing;

/// <summary>What is delivered.</summary>
/// <param name="Document">The document.</param>
/// <param name="Figures">The figures for <c>status.json</c>: nothing that publishing itself changes.</param>
/// <param name="Smaller">Renders the document again, with each of its texts within so many bytes of UTF-8.</param>
internal sealed record PublishedDocument(RenderedDocument Document, PostMortemStatus Figures, Func<int, RenderedDocument> Smaller)
{
    /// <summary>The file of the evidence that the document rests on; null without evidence.</summary>
    public byte[]? Evidence { get; init; }

    /// <summary>What a later start needs to know when nothing is awaited; null while something is.</summary>
    public RestRecord? Rest { get; init; }
}
