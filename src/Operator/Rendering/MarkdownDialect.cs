using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;

namespace Operator.Rendering;

/// <summary>
/// The Markdown that documents are written in: what GitHub reads, without raw HTML, which is text here. One pipeline serves all
/// parsing, because building one is expensive.
/// </summary>
internal static class MarkdownDialect
{
    public static MarkdownPipeline Pipeline { get; } = Builder().Build();

    public static MarkdownPipelineBuilder Builder() => new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks(new AutoLinkOptions { ValidPreviousCharacters = "*_~(" })
        .UsePreciseSourceLocation();
}
