using Markdig;
using Markdig.Extensions.AutoLinks;

namespace Operator.Rendering;

/// <summary>
/// The Markdown that documents are written in: what GitHub reads, without raw HTML, which is text here. One pipeline serves all
/// parsing; building one is dear.
/// </summary>
internal static class MarkdownDialect
{
    public static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks(new AutoLinkOptions { ValidPreviousCharacters = "*_~(" })
        .UsePreciseSourceLocation()
        .Build();
}
