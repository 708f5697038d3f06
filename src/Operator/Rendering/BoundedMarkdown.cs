using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Operator.Rendering;

/// <summary>
/// Reads Markdown in bounded time: its lines are counted first, then its blocks are read, and what stands in each is counted
/// before the parser may look for pairs in it.
/// </summary>
internal static class BoundedMarkdown
{
    private static readonly MarkdownPipeline Blocks = MarkdownDialect.Builder().Use<NoInlines>().Build();

    /// <summary>Reads a text.</summary>
    /// <exception cref="MarkdownTooComplexException">It is beyond the limits.</exception>
    public static MarkdownDocument Parse(string text, MarkdownLimits limits)
    {
        var costs = new MarkdownCosts(limits);
        costs.CheckLines(text);
        try
        {
            foreach (var leaf in Markdown.Parse(text, Blocks).Descendants<LeafBlock>())
            {
                if (leaf is ParagraphBlock or HeadingBlock && !leaf.Span.IsEmpty)
                {
                    costs.CheckBlock(text.AsSpan(leaf.Span.Start, leaf.Span.Length), leaf.Line + 1);
                }
            }

            var document = Markdown.Parse(text, ReferenceEquals(limits, MarkdownLimits.Document) ? MarkdownDialect.Document : MarkdownDialect.Pipeline);
            CheckDepth(document, costs);
            return document;
        }
        catch (ArgumentException tooDeep)
        {
            throw costs.TooDeep(tooDeep);
        }
    }

    private static void CheckDepth(MarkdownDocument document, MarkdownCosts costs)
    {
        var open = new Stack<(MarkdownObject Node, int Depth)>([(document, 0)]);
        while (open.TryPop(out var next))
        {
            costs.CheckDepth(next.Depth);
            IEnumerable<MarkdownObject> children = next.Node switch
            {
                ContainerBlock blocks => blocks,
                LeafBlock { Inline: { } inline } => [inline],
                ContainerInline inlines => inlines,
                _ => [],
            };
            foreach (var child in children)
            {
                open.Push((child, next.Depth + 1));
            }
        }
    }

    /// <summary>Leaves the text of each block unread.</summary>
    private sealed class NoInlines : IMarkdownExtension
    {
        public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.Clear();

        public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
        {
        }
    }
}
