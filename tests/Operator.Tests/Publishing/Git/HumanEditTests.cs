using Operator.Core;
using Operator.Core.Documents;
using Operator.Publishing.Git.Fencing;
using Operator.Tests.Architecture;

namespace Operator.Tests.Publishing.Git;

/// <summary>
/// What people do to a published file, and what becomes of it when the operator has a newer document. Each case has a golden file; with
/// UPDATE_GOLDEN=1 they are written anew.
/// </summary>
public sealed class HumanEditTests
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";
    private static readonly DocumentOwner Owner = new("eu", "production", "p0-042");

    private static readonly Dictionary<string, (Func<string, string> Edit, string Edited, string Boxes)> Cases = new(StringComparer.Ordinal)
    {
        ["nothing"] = (f => f, "", ""),
        ["text inside a block"] = (f => f.Replace("It failed.", "It failed, because Bob tripped over the cable.", StringComparison.Ordinal), "summary", ""),
        ["text inside a block that does not change"] = (f => f.Replace("Nobody noticed.", "Ann noticed.", StringComparison.Ordinal), "lessons", ""),
        ["a figure that changed is edited"] = (f => f.Replace("| Total | 12m |", "| Total | about 10m |", StringComparison.Ordinal), "timeline", ""),
        ["a line added to a table"] = (f => f.Replace("| Total | 12m |\n", "| Total | 12m |\n| Lunch | 30m |\n", StringComparison.Ordinal), "timeline", ""),
        ["a block emptied"] = (f => f.Replace("## Summary\n\nIt failed.\n", "", StringComparison.Ordinal), "summary", ""),
        ["text between blocks"] = (f => f.Replace(End("summary"), End("summary") + "\n## Our own section\n\nWith *our* words.\n", StringComparison.Ordinal), "", ""),
        ["text before the first block"] = (f => f.Replace(Begin(f, "header"), "A note to readers.\n\n" + Begin(f, "header"), StringComparison.Ordinal), "", ""),
        ["text after the last block"] = (f => f + "\n---\nDiscussed on Monday.\n", "", ""),
        ["text above the heading"] = (f => "---\ntags: [outage]\n---\n" + f, "", ""),
        ["text between heading and first comment"] = (f => f.Replace("# Post-Mortem: Outage\n\n", "# Post-Mortem: Outage\n\n> Read this first.\n\n", StringComparison.Ordinal), "", ""),
        ["the heading"] = (f => f.Replace("# Post-Mortem: Outage", "# The day the mail stood still", StringComparison.Ordinal), "title", ""),
        ["blocks in another order"] = (f => Swap(f, "summary", "lessons"), "", ""),
        ["a block removed with its comments"] = (f => f.Replace(Block(f, "lessons"), "", StringComparison.Ordinal), "lessons", ""),
        ["the comments of a block removed, its text kept"] = (f => f.Replace(Begin(f, "summary"), "", StringComparison.Ordinal).Replace(End("summary"), "", StringComparison.Ordinal), "summary", ""),
        ["the end of a block removed"] = (f => f.Replace(End("summary"), "", StringComparison.Ordinal), "ambiguous", ""),
        ["the beginning of a block removed"] = (f => f.Replace(Begin(f, "summary"), "", StringComparison.Ordinal), "ambiguous", ""),
        ["a block copied"] = (f => f + Block(f, "summary"), "ambiguous", ""),
        ["a code block left open"] = (f => f.Replace("It failed.", "It failed.\n\n```\nlog", StringComparison.Ordinal), "ambiguous", ""),
        ["comments quoted in a code block"] = (f => f + "\n```md\n" + Block(f, "summary") + "```\n", "", ""),
        ["the line ends of Windows"] = (f => f.Replace("\n", "\r\n", StringComparison.Ordinal), "", ""),
        ["the line ends of Windows and text of people"] = (f => f.Replace(End("summary"), End("summary") + "\nOur own.\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal), "", ""),
        ["a formatter's blank lines and padding"] = (f => f.Replace("|---|---|", "| ----- | --- |", StringComparison.Ordinal).Replace("| Total | 12m |", "| Total | 12m   |", StringComparison.Ordinal).Replace("## Summary\n", "\n## Summary   \n\n", StringComparison.Ordinal), "", ""),
        ["no line end at the end"] = (f => f.TrimEnd('\n'), "", ""),
        ["a mark of UTF-8 at the beginning"] = (f => "\ufeff" + f, "", ""),
        ["an action item ticked"] = (f => f.Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal), "", "AI-1 ticked"),
        ["an action item ticked with a capital and a star"] = (f => f.Replace("- [ ] **AI-1:**", "- [X] **AI-1:**", StringComparison.Ordinal), "", "AI-1 ticked"),
        ["an action item unticked"] = (f => f.Replace("- [x] **AI-2:**", "- [ ] **AI-2:**", StringComparison.Ordinal), "", "AI-2 unticked"),
        ["an action item that the newer document has as done is ticked"] = (f => f.Replace("- [ ] **AI-3:**", "- [x] **AI-3:**", StringComparison.Ordinal), "", "AI-3 ticked"),
        ["an action item ticked and its text edited"] = (f => f.Replace("- [ ] **AI-1:** Watch it", "- [x] **AI-1:** Watch it closely", StringComparison.Ordinal), "action-items", "AI-1 ticked"),
        ["a box of people's own"] = (f => f + "\n- [x] Bring cake\n", "", ""),
        ["a sign-off ticked"] = (f => f.Replace("- [ ] Tech Lead", "- [x] Tech Lead", StringComparison.Ordinal), "", "@Tech Lead ticked"),
        ["what the newer document says, written by hand"] = (f => f.Replace("It failed.", "It failed for 12 minutes.", StringComparison.Ordinal), "", ""),
        ["a later version of the format"] = (f => f.Replace("document version=\"1\"", "document version=\"2\"", StringComparison.Ordinal), "ambiguous", ""),
        ["the first comment removed"] = (f => f.Replace(f.Split('\n')[2] + "\n", "", StringComparison.Ordinal), "not ours", ""),
        ["everything replaced"] = (_ => "# Mine\n", "not ours", ""),
    };

    public static TheoryData<string> Names => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void What_people_wrote_is_kept(string name)
    {
        var (edit, edited, boxes) = Cases[name];
        var file = edit(Before.Write());
        var said = name == "an action item unticked" ? Said("AI-2 ticked") : [];
        var (text, found, ticked) = Merge(After, file, said);

        Assert.Equal(edited, found);
        Assert.Equal(boxes, ticked);
        Compare(name, text);

        // What was said is heard once, and a third look changes nothing.
        var heard = Said(ticked);
        var second = Merge(After, text, heard);
        Assert.Equal((found, ""), (second.Edited, second.Boxes));
        Assert.Equal(second, Merge(After, second.Text, heard));
    }

    /// <summary>The person, the operator and the newer document take turns; what people say must be heard each time and nothing else.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_box_that_is_set_and_set_back_is_heard_each_time(bool isWrittenBetween, bool isEdited)
    {
        var file = isEdited ? Before.Write().Replace("Watch it", "Watch it closely", StringComparison.Ordinal) : Before.Write();
        Dictionary<string, bool> said = [];
        foreach (var isTicked in new[] { true, false, true, false })
        {
            // The document goes on without a tick, because the spec says otherwise.
            file = file.Replace(isTicked ? "- [ ] **AI-1:**" : "- [x] **AI-1:**", isTicked ? "- [x] **AI-1:**" : "- [ ] **AI-1:**", StringComparison.Ordinal);
            var (text, _, boxes) = Merge(After, file, said);
            Assert.Equal(isTicked ? "AI-1 ticked" : "AI-1 unticked", boxes);
            Assert.Contains(isTicked ? "- [x] **AI-1:**" : "- [ ] **AI-1:**", text, StringComparison.Ordinal);
            said["AI-1"] = isTicked;
            file = isWrittenBetween ? Merge(After, text, said).Text : text;
        }
    }

    /// <summary>Each look must not undo what the look before made of it.</summary>
    [Theory]
    [InlineData("- [ ] **AI-1:** Watch it\n", "- [ ] **AI-1:** Watch it\n- [x] **AI-1:** Watch it\n")]
    [InlineData("- [ ] **AI-1:** Watch it\n", "- [x] **AI-1:** Watch it\n- [ ] **AI-1:** Watch it\n")]
    [InlineData("- [ ] Tech Lead (", "- [x] Tech Lead checks the graphs\n- [ ] Tech Lead (")]
    [InlineData("It failed.", "It failed.\n\n- [x] Tech Lead checks the graphs\n")]
    public void Boxes_that_contradict_each_other_or_only_look_alike_say_nothing_and_come_to_rest(string before, string after)
    {
        var (text, _, boxes) = Merge(After, Before.Write().Replace(before, after, StringComparison.Ordinal));

        Assert.Equal("", boxes);
        Assert.Equal((text, ""), (Merge(After, text).Text, Merge(After, text).Boxes));
    }

    [Fact]
    public void Of_two_reviewers_one_of_whose_names_begins_with_the_other_s_each_has_a_box()
    {
        FencedDocument both = FencedDocument.Of(Owner, [new(DocumentBlock.Title, "# Outage\n\n"), new("review", "## Review\n\n- [ ] Ann - Accuracy\n- [ ] Ann - Lee - Style\n")], ["Ann", "Ann - Lee"]);

        var (text, _, boxes) = Merge(both, both.Write().Replace("- [ ] Ann - Lee", "- [x] Ann - Lee", StringComparison.Ordinal));

        Assert.Equal("@Ann - Lee ticked", boxes);
        Assert.Equal((text, "@Ann - Lee ticked"), (Merge(both, text).Text, Merge(both, text).Boxes));
    }

    [Fact]
    public void A_box_that_the_operator_sets_says_nothing_of_people()
    {
        // Bob has ticked it, and then the spec says that it is not done.
        var ticked = Merge(Document("It failed.", "12m", " ", " "), Before.Write().Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal), Said("AI-1 ticked")).Text;
        var agreed = Document("It failed.", "12m", "x", " ") with { Blocks = [.. Before.Blocks.Select(b => b with { Markdown = b.Markdown.Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal) })] };
        var written = Merge(agreed, ticked, Said("AI-1 ticked")).Text;

        var (text, _, boxes) = Merge(Before, written, Said("AI-1 ticked"));

        Assert.Equal("", boxes);
        Assert.Contains("- [ ] **AI-1:**", text, StringComparison.Ordinal);
        Assert.Equal((text, "", ""), Merge(Before, text, Said("AI-1 ticked")));
    }

    [Fact]
    public void A_block_that_the_template_brings_later_comes_after_the_one_before_it()
    {
        var old = Before with { Blocks = [.. Before.Blocks.Where(b => b.Name != "timeline")] };

        var merged = new DocumentMerge(After, FencedFile.Parse(old.Write(), "f")!, new Dictionary<string, bool>(StringComparer.Ordinal)).Run();

        Assert.Equal(After.Write(), merged.Text);
    }

    [Fact]
    public void A_block_that_the_template_has_no_more_goes_unless_people_wrote_in_it()
    {
        var less = After with { Blocks = [.. After.Blocks.Where(b => b.Name is not ("lessons" or "summary"))] };
        var file = Before.Write().Replace("It failed.", "It failed, said Bob.", StringComparison.Ordinal);

        var (text, edited, _) = Merge(less, file);

        Assert.Equal("summary", edited);
        Assert.Contains("said Bob", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lessons", text, StringComparison.Ordinal);
        Assert.Equal((text, edited, ""), Merge(less, text));
    }

    [Fact]
    public void An_offer_follows_the_document_and_goes_once_it_is_taken()
    {
        var file = Before.Write().Replace("It failed.", "It failed, said Bob.", StringComparison.Ordinal);
        var (offered, _, _) = Merge(After, file);
        var third = After with { Blocks = [.. After.Blocks.Select(b => b.Name == "summary" ? b with { Markdown = "## Summary\n\nIt failed for 13 minutes." } : b)] };

        var (newer, _, _) = Merge(third, offered);
        Assert.Contains("13 minutes", newer, StringComparison.Ordinal);
        Assert.DoesNotContain("12 minutes", newer, StringComparison.Ordinal);

        var (taken, edited, _) = Merge(third, newer.Replace("It failed, said Bob.", "It failed for 13 minutes.", StringComparison.Ordinal));
        Assert.Equal("", edited);
        Assert.Equal(third.Write(), taken);
    }

    /// <summary>People tick the box that they see, whether it stands in the block that was edited or in the newer version of it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_box_ticked_in_an_offer_is_one_of_its_block(bool isEditedOffer)
    {
        var newer = After with { Blocks = [.. After.Blocks.Select(b => b.Name == "action-items" ? b with { Markdown = b.Markdown.Replace("Watch it", "Watch it daily", StringComparison.Ordinal) } : b)] };
        var (offered, edited, _) = Merge(newer, Before.Write().Replace("Watch it", "Watch it, Bob", StringComparison.Ordinal));
        Assert.Equal("action-items", edited);
        var at = offered.IndexOf("- [ ] **AI-1:**", offered.IndexOf("begin action-items.new", StringComparison.Ordinal), StringComparison.Ordinal);
        var ticked = string.Concat(offered.AsSpan(0, at), "- [x]", offered.AsSpan(at + "- [ ]".Length));
        ticked = isEditedOffer ? ticked.Replace("</details>", "\n(No! Ann)\n\n</details>", StringComparison.Ordinal) : ticked;

        var (text, _, boxes) = Merge(newer, ticked);

        Assert.Equal("AI-1 ticked", boxes);
        Assert.Equal(2, text.Split("- [x] **AI-1:**").Length - 1);
        var heard = Said("AI-1 ticked");
        var (second, _, again) = Merge(newer, text, heard);
        Assert.Equal("", again);
        Assert.Equal(2, second.Split("- [x] **AI-1:**").Length - 1);
        Assert.Equal((second, ""), (Merge(newer, second, heard).Text, Merge(newer, second, heard).Boxes));
    }

    /// <summary>Anywhere but where the document has it, a box is a copy: it says nothing, and what it shows stays.</summary>
    [Fact]
    public void A_copy_of_a_box_in_another_block_says_nothing_and_comes_to_rest()
    {
        var file = Before.Write().Replace(End("lessons"), "- [x] **AI-1:** done last week\n" + End("lessons"), StringComparison.Ordinal);

        var (first, edited, boxes) = Merge(After, file);
        var (second, _, again) = Merge(After, first);

        Assert.Equal(("lessons", "", ""), (edited, boxes, again));
        Assert.Equal(first, second);
        Assert.Contains("- [ ] **AI-1:** Watch it", second, StringComparison.Ordinal);
        Assert.Contains("- [x] **AI-1:** done last week", second, StringComparison.Ordinal);
    }

    /// <summary>The author's text can have boxes of its own, of which two may read alike, and one like an action item.</summary>
    [Fact]
    public void Ticks_in_the_authors_own_checklists_stay_when_their_block_changes()
    {
        const string List = "Steps:\n\n- [ ] restart\n- [ ] drain\n- [ ] restart\n- [x] look\n- [ ] **AI-1:** ask Ann";
        var (before, after) = (Document(List, "12m", "x", " "), Document(List + "\n\nIt failed.", "12m", "x", " "));
        var file = before.Write().Replace("drain\n- [ ] restart\n- [x] look\n- [ ] **AI-1:** ask", "drain\n- [x] restart\n- [ ] look\n- [x] **AI-1:** ask", StringComparison.Ordinal);

        var (text, edited, boxes) = Merge(after, file);

        Assert.Equal(("", ""), (edited, boxes));
        Assert.Contains("- [ ] restart\n- [ ] drain\n- [x] restart\n- [ ] look\n- [x] **AI-1:** ask Ann\n\nIt failed.", text, StringComparison.Ordinal);
        Assert.Contains("- [ ] **AI-1:** Watch it", text, StringComparison.Ordinal);
        Assert.Equal(text, Merge(after, text).Text);
    }

    [Fact]
    public void An_offer_that_people_delete_comes_back_only_with_a_newer_version()
    {
        var (offered, _, _) = Merge(After, Before.Write().Replace("It failed.", "It failed, said Bob.", StringComparison.Ordinal));
        var declined = offered.Replace("\n" + Block(offered, "summary.new"), "", StringComparison.Ordinal);
        Assert.DoesNotContain("summary.new", declined, StringComparison.Ordinal);

        var (kept, edited, _) = Merge(After, declined);
        Assert.Equal((declined, "summary"), (kept, edited));

        var third = After with { Blocks = [.. After.Blocks.Select(b => b.Name == "summary" ? b with { Markdown = "## Summary\n\nIt failed for 13 minutes." } : b)] };
        Assert.Contains("13 minutes", Merge(third, kept).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("```\nlog")]
    [InlineData("~~~~\nlog\n~~~")]
    public void A_code_block_that_is_left_open_between_blocks_is_ambiguous(string code) =>
        Assert.Equal("ambiguous", Merge(After, Before.Write().Replace(End("header"), End("header") + $"\n{code}\n", StringComparison.Ordinal)).Edited);

    [Fact]
    public void A_code_block_that_is_left_open_at_the_end_hides_nothing() => Assert.Equal("", Merge(After, Before.Write() + "\n```\nlog\n").Edited);

    [Fact]
    public void An_offer_that_people_wrote_in_stays()
    {
        var (offered, _, _) = Merge(After, Before.Write().Replace("It failed.", "It failed, said Bob.", StringComparison.Ordinal));
        var discussed = offered.Replace("It failed for 12 minutes.", "It failed for 12 minutes. (No! Ann)", StringComparison.Ordinal);

        Assert.Equal(discussed, Merge(After, discussed).Text);
        Assert.Equal("summary summary.new", Merge(After, discussed).Edited);
    }

    [Fact]
    public void Every_document_can_be_read_again_as_it_was_written()
    {
        foreach (var name in new[] { "full", "minimal", "ongoing", "manual", "open", "partial", "hostile" })
        {
            var (resource, _, _) = Rendering.GoldenDocuments.Incident(name);
            var document = FencedDocument.Of(Owner, Rendering.GoldenDocuments.Render(name).Blocks, [.. resource.Spec.Review?.Reviewers.Select(r => r.Name) ?? []]);
            var written = document.Write();

            var merged = new DocumentMerge(document, FencedFile.Parse(written, name)!, new Dictionary<string, bool>(StringComparer.Ordinal)).Run();

            Assert.Equal(written, merged.Text);
            Assert.Empty(merged.Edited);
            Assert.Empty(merged.Boxes);
        }
    }

    private static FencedDocument Before { get; } = Document("It failed.", "12m", "x", " ");

    private static FencedDocument After { get; } = Document("It failed for 12 minutes.", "12m 5s", "x", "x");

    private static FencedDocument Document(string summary, string total, string second, string third) => FencedDocument.Of(
        Owner,
        [
            new(DocumentBlock.Title, "# Post-Mortem: Outage\n\n"),
            new("header", "**Incident ID:** P0-042  \n**Status:** Draft\n\n"),
            new("summary", $"## Summary\n\n{summary}\n\n"),
            new("timeline", $"## Timeline\n\n| Duration | Value |\n|---|---|\n| Total | {total} |\n\n```\nlog line\n\n  another\n```\n\n"),
            new("action-items", $"---\n\n## Action Items\n\n- [ ] **AI-1:** Watch it\n  - Owner: Ann\n- [{second}] **AI-2:** Fix it\n- [{third}] **AI-3:** Test it\n\n"),
            new("lessons", "## Lessons\n\n- Nobody noticed.\n\n"),
            new("review", "## Review\n\n- [ ] Tech Lead (`@tech-lead`) - Accuracy\n"),
        ],
        ["Tech Lead"]);

    /// <summary>What the status has after boxes were heard.</summary>
    private static Dictionary<string, bool> Said(string boxes) => boxes.Length == 0 ? [] : new(StringComparer.Ordinal)
    {
        [boxes.StartsWith('@') ? FencedDocument.ReviewerKey(boxes[1..boxes.LastIndexOf(' ')]) : boxes.Split(' ')[0]] = boxes.EndsWith(" ticked", StringComparison.Ordinal),
    };

    private static (string Text, string Edited, string Boxes) Merge(FencedDocument document, string file, IReadOnlyDictionary<string, bool>? said = null)
    {
        try
        {
            if (FencedFile.Parse(file, "README.md") is not { } parsed)
            {
                return (file, "not ours", "");
            }

            var merged = new DocumentMerge(document, parsed, said ?? new Dictionary<string, bool>(StringComparer.Ordinal)).Run();
            return (merged.Text, string.Join(' ', merged.Edited), string.Join(' ', merged.Boxes.Select(b => $"{b.ActionItem ?? "@" + b.Reviewer} {(b.IsTicked ? "ticked" : "unticked")}")));
        }
        catch (FailureException)
        {
            return (file, "ambiguous", "");
        }
    }

    private static void Compare(string name, string text)
    {
        var file = RepositoryRoot.File("tests", "Operator.Tests", "Publishing", "Git", "Golden", name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal) + ".md");
        var shown = text.Replace("\r", "␍", StringComparison.Ordinal).Replace("\ufeff", "␂", StringComparison.Ordinal);
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, shown);
        }

        Assert.Equal(File.ReadAllText(file), shown);
    }

    private static string Begin(string file, string name) => file.Split('\n').First(l => l.StartsWith($"<!-- postmortem.dev/begin {name} ", StringComparison.Ordinal)) + "\n";

    private static string End(string name) => $"<!-- postmortem.dev/end {name} -->\n";

    private static string Block(string file, string name)
    {
        var start = file.IndexOf(Begin(file, name), StringComparison.Ordinal);
        var end = file.IndexOf(End(name), StringComparison.Ordinal) + End(name).Length;
        return file[start..end];
    }

    private static string Swap(string file, string first, string second)
    {
        var (a, b) = (Block(file, first), Block(file, second));
        return file.Replace(a, "\u0001", StringComparison.Ordinal).Replace(b, a, StringComparison.Ordinal).Replace("\u0001", b, StringComparison.Ordinal);
    }
}
