using CsCheck;
using Markdig;
using Markdig.Syntax;
using Operator.Rendering;

namespace Operator.Tests.Rendering;

public sealed class FenceScannerTests
{
    private static readonly string[] Lines =
    [
        "", " ", "a", " a", "  a", "    a", "- a", "- ```", "> a", "> ```", "```", " ```", "  ```", "   ```", "    ```", "     ```", "````", "```x", "``` `", "~~~", " ~~~", "~~~~", "~~~ `", "``", "1. a", "   ~~~", "\t```", "[a]: b", "===", "---",
    ];

    private static readonly Gen<string> Line = Gen.Int[0, Lines.Length - 1].Select(i => Lines[i]);

    [Fact]
    public void What_it_takes_for_code_is_code_for_the_parser() => Line.List[1, 12].Sample(
        lines =>
        {
            var text = string.Join('\n', lines);
            var scanner = default(FenceScanner);
            var start = 0;
            var fences = Markdown.Parse(text, MarkdownDialect.Pipeline).Descendants<FencedCodeBlock>().ToList();
            foreach (var line in lines)
            {
                if (scanner.IsCode(line) && !string.IsNullOrWhiteSpace(line))
                {
                    Assert.Contains(fences, f => f.Span.Start <= start && f.Span.End >= start);
                }

                start += line.Length + 1;
            }
        },
        iter: 20_000);

    [Fact]
    public void A_fence_of_a_field_is_code()
    {
        var scanner = default(FenceScanner);
        List<bool> code = [];
        foreach (var line in "a\n```\n>>>\n\n```\nb\n  ~~~~\n  ```\n  x\n  ~~~~\n### c".EnumerateLines())
        {
            code.Add(scanner.IsCode(line));
        }

        Assert.Equal([false, false, true, true, true, false, false, true, true, true, false], code);
    }
}
