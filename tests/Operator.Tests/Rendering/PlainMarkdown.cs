using CsCheck;
using Operator.Api;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>Random Markdown, at and beyond the edge of what is plain.</summary>
internal static class PlainMarkdown
{
    private static readonly string[] Signs =
    [
        "a", "Word", "1", "12", " ", "  ", "\n", "\n\n", "\n\n\n", "- ", "\n- ", "\n  - ", "\n    - ", "\n1. ", "\n2. ", "1. ", "10. ", "1) ", "\n   ", "\n  ",
        "# ", "\n## ", "\n### ", "\n#### b", "\n---\n", "---", "===", "> ", "\n> ", "\n\n> ", "**", "*", "_", "__", "`", "``", "```", "\n```\n", "\n```bash\n",
        "\n~~~\n", "~", "~~", "[", "]", "[ ] ", "[x] ", "- [ ] ", "- [x] ", "(", ")", "](", "](<", ">)", "<", ">", "<http://x.y/a?b=1&c=2>", "<https://x>",
        "<mailto:a@b.c>", "[a b](<http://x.y/?a=1\\&b=2>)", "[t](<https://e>)", "![d](sli-a.svg)", "\n![d](sli-a.svg)\n", "\\", "\\*", "\\_", "\\|", "\\`",
        "\\[", "\\&", "\\#", "|", "\n|", " | ", "| a | b |\n|---|--:|\n| 1 | 2 |\n", "\n\n| H |\n|:-:|\n| c |\n", "|---|---|", "|\n|---|\n|", "&", "&amp;",
        "&#96;", "&lt", "\"", "'", "é", "→", "✅", "👍", "\uD83D", "\u00A0", "\u2003", "\t", "http://a.b", "www.a.b", "mailto:a@b.c", "tel:1", ":", "!", "+ ",
        "* ", "$", "{", "^", "=", ".", ",", "@", "/", "//", "\r", "**L:** v", "_To be._", "`c`", "`a|b`", "1. **q**  \n   → x", "\n\n2. **q**  \n   → y",
    ];

    private static readonly string[] Blocks =
    [
        "# T\n\n", "## S\n", "### H b\n\n", "#### q `c`\n", "---\n\n", "---\n", "para one\ntwo\n\n", "**L:** v  \n**M:** w\n\n", "- a\n- b\n", "- a\n- b\n\n",
        "- [ ] **A:** t\n  - O: x\n  - D: y\n- [x] u\n\n", "1. **q**  \n   → x\n\n2. **r**  \n   → y\n\n", "1. a\n2. b\n\n", "| a | b |\n|---|--:|\n| 1 | \\| 2 |\n",
        "| a |\n|---|\n| |\n\n", "```bash\nx <&> \" y\n\n  z\n```\n", "~~~\nq\n~~~\n\n", "> ⚠️ note\n", "> n\n\n", "![d](sli-a.svg)\n", "![d](sli-a.svg)\n\n", "\n",
        "\n\n", "_To be._\n", "text `c` **b** _e_ <http://x.y>, [a b](<http://q>) ok\n\n", "- <http://x.y/?a&b>\n- [T s](<http://q/?a\\&b>): x\n\n", "   indented\n",
        "  - c\n", "    code\n", "[r]: http://x\n", "a | b\n", "10. x\n", "2. y\n", "* s\n", "+ t\n", "-\n", "===\n", "Title\n---\n",
    ];

    private static readonly Gen<string> Sign = OneOf(Signs);

    private static readonly Gen<string> Block = OneOf(Blocks);

    /// <summary>Signs in any order; blocks in any order; blocks with signs put in and characters taken out.</summary>
    public static readonly Gen<string> Any = Gen.OneOf(
        Sign.List[1, 14].Select(string.Concat),
        Block.List[1, 8].Select(string.Concat),
        Gen.Select(Block.List[1, 6], Sign, Gen.Int[0, 200], Gen.Int[0, 200], (blocks, sign, at, gone) =>
        {
            var text = string.Concat(blocks);
            text = text.Insert(at % (text.Length + 1), sign);
            return gone % 3 == 0 ? text.Remove(gone % text.Length, 1) : text;
        }));

    private static readonly Gen<string> Line = Gen.OneOf(
        OneOf("Pool exhausted", "ping @oncall, see #12", "`max_size=10`", "50 % of 2,000 requests (peak)", "a_b *c* [d](e) <f>", "| cell", "https://x.example/?a=1&b=2", "日本 👍", "1. one", "- two", "[x] done"),
        Sign.List[1, 6].Select(string.Concat).Where(line => !string.IsNullOrWhiteSpace(line)));

    private static readonly Gen<string> PlainField = OneOf(
        "One line.", "Two\nlines", "With `code` and **weight**.", "A paragraph & more.", "Less \\< 5 %, see <https://x.example>", "日本 👍", "");

    private static readonly Gen<string> Field = Gen.OneOf(
        Line,
        PlainField,
        OneOf("A paragraph.\n\nAnother.", "```bash\nkubectl get pods\n```", "- a\n- b", "1. a\n2. b", "# Heading", "See https://x.example.", "| a | b |\n|---|---|\n| 1 | 2 |"),
        Block.List[1, 4].Select(string.Concat));

    /// <summary>The sample incident with anything in its fields.</summary>
    public static readonly Gen<PostMortem> Specs = Gen.Select(
        Line.Array[12], Gen.OneOf(PlainField.Array[10], Field.Array[10]), Line.List[0, 4], Gen.Enum<ActionItemState>(), Resource);

    private static PostMortem Resource(string[] lines, string[] fields, List<string> list, ActionItemState state)
    {
        var sample = SampleIncident.Resource();
        var spec = sample.Spec;
        return sample with
        {
            Spec = spec with
            {
                Title = lines[0],
                IncidentID = lines[1],
                Services = list,
                Authors = list,
                Summary = new SummarySpec { Incident = fields[0], Impact = fields[1], RootCause = fields[2], Resolution = fields[3], Prevention = fields[4] },
                Timeline = [.. spec.Timeline, new TimelineEntrySpec { At = SampleIncident.Start.AddMinutes(1), Event = lines[2], Actor = lines[3] }],
                Impact = spec.Impact! with { UserExperience = fields[5] },
                Analysis = new AnalysisSpec
                {
                    WhatHappened = fields[6],
                    FiveWhys = [.. list.Select((why, i) => new WhySpec { Why = why, Because = i == 2 ? null : lines[4] })],
                    RootCause = fields[7],
                    ContributingFactors = list,
                },
                Resolution = new ResolutionSpec { ImmediateFix = fields[8], Validation = fields[9] },
                ActionItems = [.. spec.ActionItems, new ActionItemSpec { Id = "AI-x", Title = lines[6], Owner = lines[7], SuccessCriteria = lines[8], State = state }],
                LessonsLearned = new LessonsLearnedSpec { WentWell = list, DidntGoWell = [lines[9]], SurprisingFindings = [] },
                References = new ReferencesSpec
                {
                    IncidentURL = lines[10],
                    Links = [new LinkSpec { Title = lines[9], Url = "https://ok.test/?a=1&b=%22" }, new LinkSpec { Title = "t", Url = lines[11] }],
                    RelatedIncidents = [new RelatedIncidentSpec { IncidentID = lines[1], Note = lines[11] }],
                },
                Review = new ReviewSpec { Reviewers = [new ReviewerSpec { Name = lines[9], Handle = lines[10], Scope = lines[11] }], Distribution = list },
            },
        };
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
