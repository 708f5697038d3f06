using Markdig.Parsers;
using Markdig.Syntax;

namespace Operator.Rendering.Html;

/// <summary>A part of a document that is folded away, with the line that stays.</summary>
internal sealed class DetailsBlock(BlockParser parser) : ContainerBlock(parser)
{
    public string Summary { get; set; } = "";
}
