using System.Text.RegularExpressions;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Operator.Rendering.Html;

/// <summary>
/// Reads the one piece of HTML that templates may write, because Markdown has no sign for it: a line <c>&lt;details&gt;</c>, a line with a
/// summary, and a line <c>&lt;/details&gt;</c>. Fields of people never contain it: their angle brackets are escaped before.
/// </summary>
internal sealed partial class DetailsParser : BlockParser
{
    private const string Begin = "<details>";
    private const string End = "</details>";

    public DetailsParser() => OpeningCharacters = ['<'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || processor.CurrentContainer is not MarkdownDocument || !Is(processor, Begin))
        {
            return BlockState.None;
        }

        processor.NewBlocks.Push(new DetailsBlock(this) { Column = processor.Column, Span = new SourceSpan(processor.Start, processor.Line.End) });
        return BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var details = (DetailsBlock)block;
        details.UpdateSpanEnd(processor.Line.End);
        if (Is(processor, End))
        {
            return BlockState.BreakDiscard;
        }

        if (details is { Count: 0, Summary: "" } && SummaryLine().Match(processor.Line.ToString().Trim()) is { Success: true } summary)
        {
            details.Summary = summary.Groups["text"].Value;
            return BlockState.ContinueDiscard;
        }

        return BlockState.Continue;
    }

    private static bool Is(BlockProcessor processor, string line) => processor.Line.ToString().Trim() == line;

    [GeneratedRegex("^<summary>(?<text>[^<>]*)</summary>\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SummaryLine();
}
