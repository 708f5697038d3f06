using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Renderers;
using Operator.Rendering.Html;

namespace Operator.Rendering;

/// <summary>
/// The Markdown that documents are written in: what GitHub reads, without raw HTML, which is text here. One pipeline serves all
/// parsing, because building one is expensive.
/// </summary>
internal static class MarkdownDialect
{
    public static MarkdownPipeline Pipeline { get; } = Builder().Build();

    /// <summary>For whole documents, which may fold a part away; fields of people may not.</summary>
    public static MarkdownPipeline Document { get; } = Builder().Use<FoldedParts>().Build();

    public static MarkdownPipelineBuilder Builder() => new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseFootnotes()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks(new AutoLinkOptions { ValidPreviousCharacters = "*_~(" })
        .UsePreciseSourceLocation();

    private sealed class FoldedParts : IMarkdownExtension
    {
        public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.BlockParsers.Insert(0, new DetailsParser());

        public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
        {
        }
    }
}
