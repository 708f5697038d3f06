namespace Operator.Tests.Rendering;

/// <summary>Text that costs a Markdown parser far more than a reader: nesting, signs that find no partner, tables of nothing.</summary>
internal static class ExpensiveMarkdown
{
    private static readonly Dictionary<string, Func<int, string>> Kinds = new(StringComparer.Ordinal)
    {
        ["asterisks"] = n => new string('*', n),
        ["emphasis that opens"] = n => Repeat("*a ", n),
        ["emphasis that closes"] = n => Repeat("a* ", n),
        ["emphasis of two kinds"] = n => Repeat("*a **a ", n),
        ["emphasis that is balanced"] = n => Repeat("**a ", n / 2) + Repeat("a** ", n / 2),
        ["emphasis that does not match"] = n => Repeat("*a_ ", n),
        ["strikethrough"] = n => Repeat("~~a ", n),
        ["brackets"] = n => new string('[', n),
        ["brackets that are balanced"] = n => new string('[', n / 2) + "a" + new string(']', n / 2),
        ["links that are open"] = n => Repeat("[a](", n),
        ["links that are open in angles"] = n => Repeat("[a](<b", n),
        ["links of pictures"] = n => Repeat("![[]()", n),
        ["pictures"] = n => Repeat("![", n),
        ["addresses"] = n => Repeat("http://a.b ", n),
        ["definitions that fail"] = n => Repeat("[a\n", n),
        ["definitions"] = n => Repeat("[a]: b\n", n),
        ["notes"] = n => Repeat("[^a]: b[^a]\n\n", n),
        ["notes that are referred to"] = n => "[^a]: b\n\n" + Repeat("[^a] ", n),
        ["notes in notes"] = n => string.Concat(Enumerable.Range(0, (int)Math.Sqrt(n)).Select(i => new string(' ', 4 * i) + "[^a]: b\n")),
        ["quotes"] = n => new string('>', n),
        ["quotes of lists"] = n => Repeat("> - ", n),
        ["lists"] = n => Repeat("- ", n) + "a",
        ["numbered lists"] = n => Repeat("1. ", n) + "a",
        ["lists that sink"] = n => string.Concat(Enumerable.Range(0, (int)Math.Sqrt(n)).Select(i => new string(' ', 2 * i) + "- a\n")),
        ["task lists"] = n => Repeat("- [ ] ", n),
        ["headings"] = n => Repeat("# a\n", n),
        ["underlined headings"] = n => Repeat("a\n=\n", n),
        ["columns"] = n => Repeat("|a", n / 2) + "\n" + Repeat("|-", n / 2) + "\n",
        ["columns and rows"] = n => Repeat("|a", n / 3) + "\n" + Repeat("|-", n / 3) + "\n" + Repeat("|\n", n / 3),
        ["columns of emphasis"] = n => Repeat("a|*b*|", n) + "\n-|-|-",
        ["pipes"] = n => "a\n-|-\n" + new string('|', n),
        ["code of every length"] = n => string.Concat(Enumerable.Range(1, (int)Math.Sqrt(2 * n)).Select(i => "e" + new string('`', i))),
        ["angles"] = n => new string('<', n),
        ["backslashes"] = n => new string('\\', n),
        ["blank lines in a list"] = n => "- a\n" + new string('\n', n) + "  b",
        ["fences"] = n => Repeat("```\n", n),
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    public static string Text(string kind, int length) => Kinds[kind](length);

    private static string Repeat(string part, int length) => string.Concat(Enumerable.Repeat(part, length / part.Length));
}
