using Operator.Api;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Testing.Git;
using Operator.Tests.Rendering;

namespace Operator.Tests.Publishing.Git;

/// <summary>The page that lists all post-mortems of a repository, and what site generators read of a document.</summary>
public sealed class IndexPageTests : IDisposable
{
    private const string Page = "postmortems/README.md";

    private readonly BareRepository _repository = new();

    [Fact]
    public void Rows_are_sorted_newest_first_and_what_is_overdue_longest_first()
    {
        var page = IndexPage.Parse(null)!;
        page.Set("2025/a/README.md", Entry("2025-12-14", "Email | outage", new OverdueItem(new(2026, 1, 5), "AI-2: Test", "Bob")));
        page.Set("2026/b/README.md", Entry("2026-02-01", "Search slow", new OverdueItem(new(2026, 1, 2), "AI-1: Watch", "Ann")));

        Assert.Equal(
            """
            # Post-mortems

            <!-- postmortem.dev/begin index version="1" digest="DIGEST" -->

            ## Overdue action items

            | Due | Action item | Owner | Post-mortem |
            |---|---|---|---|
            | 2026-01-02 | AI-1: Watch | Ann | [Search slow](<2026/b/README.md>) |
            | 2026-01-05 | AI-2: Test | Bob | [Email \| outage](<2025/a/README.md>) |

            ## All post-mortems

            | Date | Severity | Post-mortem | Services | Duration | Budget used | Open action items |
            |---|---|---|---|---|---|---|
            | 2026-02-01 | P0 | [Search slow](<2026/b/README.md>) | mail | 12m | 27.8% | 1 |
            | 2025-12-14 | P0 | [Email \| outage](<2025/a/README.md>) | mail | 12m | 27.8% | 1 |

            <!-- postmortem.dev/end index -->

            """,
            System.Text.RegularExpressions.Regex.Replace(page.Write(), "digest=\"[0-9a-f]+\"", "digest=\"DIGEST\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_page_can_be_read_again_and_a_row_changes_alone()
    {
        var page = IndexPage.Parse(null)!;
        page.Set("a/README.md", Entry("2025-12-14", "A", new OverdueItem(new(2026, 1, 5), "AI-2: Test", "Bob")));
        page.Set("b/README.md", Entry("2025-12-15", "B"));
        var text = "Ours.\n\n" + page.Write() + "\nMore of ours.\n";

        Assert.Equal(text, IndexPage.Parse(text)!.Write());
        var changed = IndexPage.Parse(text)!;
        changed.Set("a/README.md", Entry("2025-12-14", "A2"));
        var written = changed.Write();
        Assert.Contains("[A2](<a/README.md>)", written, StringComparison.Ordinal);
        Assert.DoesNotContain("Overdue", written, StringComparison.Ordinal);
        Assert.Contains("[B](<b/README.md>)", written, StringComparison.Ordinal);
        Assert.StartsWith("Ours.\n\n# Post-mortems", written, StringComparison.Ordinal);
        Assert.EndsWith("\nMore of ours.\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_comes_in_the_same_commit_and_other_rows_stay()
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        await worker.PublishAsync(Listed("a"), Listed("b"));
        await worker.PublishAsync(Listed("c"));

        Assert.Equal(3, _repository.Commits);
        var page = _repository.Read(Page);
        Assert.All(new[] { "a", "b", "c" }, name => Assert.Contains($"(<2025/production/{name}/README.md>)", page, StringComparison.Ordinal));

        // Nothing new, no commit.
        await worker.PublishAsync(Listed("a"));
        Assert.Equal(3, _repository.Commits);

        await worker.PublishAsync(GitRequest.Removal(new("production", "b"), "postmortems/2025/production/b/README.md", "eu"));
        Assert.DoesNotContain("production/b/", _repository.Read(Page), StringComparison.Ordinal);
        Assert.Contains("production/a/", _repository.Read(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_people_s_own_is_left_and_that_is_said()
    {
        _repository.Commit("Mine", (Page, "# Our handbook\n"));
        await using var worker = new Worker(Worker.Options(_repository.Path));

        var delivery = Assert.Single(await worker.PublishAsync(Listed("a")));

        Assert.Null(delivery.Failure);
        Assert.True(delivery.IsIndexUnmarked);
        Assert.Equal("# Our handbook\n", _repository.Read(Page));
        Assert.True(_repository.Has("postmortems/2025/production/a/README.md"));
    }

    /// <summary>Whatever people do to rows, or to the whole page, the next document lists all that the operator knows.</summary>
    [Theory]
    [InlineData("the page is deleted")]
    [InlineData("a row is deleted")]
    [InlineData("a row is renamed")]
    public async Task Rows_are_written_anew_with_the_next_document(string what)
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        await worker.PublishAsync(Listed("a"), Listed("b"));
        var page = _repository.Read(Page);
        _repository.Commit(what, (Page, what switch
        {
            "the page is deleted" => null,
            "a row is deleted" => string.Join('\n', page.Split('\n').Where(l => !l.Contains("production/a/", StringComparison.Ordinal))),
            _ => page.Replace("[a](", "[Hacked](", StringComparison.Ordinal),
        }));

        await worker.PublishAsync(Listed("c"));

        var rows = _repository.Read(Page);
        Assert.All(new[] { "a", "b", "c" }, name => Assert.Contains($"[{name}](<2025/production/{name}/README.md>)", rows, StringComparison.Ordinal));
        Assert.DoesNotContain("Hacked", rows, StringComparison.Ordinal);
    }

    /// <summary>As after a restart: nothing has changed but the page.</summary>
    [Fact]
    public async Task Documents_that_are_only_compared_have_one_commit_for_the_page()
    {
        var options = Worker.Options(_repository.Path);
        await using (var first = new Worker(options))
        {
            await first.PublishAsync([.. Enumerable.Range(0, 20).Select(i => Listed($"doc-{i}"))]);
        }

        _repository.Commit("Delete", (Page, null));
        var commits = _repository.Commits;
        options.PollInterval = TimeSpan.FromSeconds(1);
        await using var second = new Worker(options);
        foreach (var i in Enumerable.Range(0, 20))
        {
            Assert.Null(Assert.Single(await second.PublishAsync(Listed($"doc-{i}"))).Failure);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_repository.Has(Page) || Enumerable.Range(0, 20).Any(i => !_repository.Read(Page).Contains($"production/doc-{i}/", StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }

        // How many polls come while they are compared is a matter of time; no document has one of its own.
        var subjects = Operator.Testing.Git.BareRepository.Git("-C", _repository.Path, "log", $"-{_repository.Commits - commits}", "--format=%s", "main").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(subjects, s => Assert.Equal("List all post-mortems", s));
    }

    [Fact]
    public async Task A_page_that_the_server_reserves_to_others_keeps_no_document_from_arriving()
    {
        _repository.Hook("pre-receive", """
            while read old new ref; do
              git diff --name-only $old $new | grep -qx postmortems/README.md && { echo 'the page belongs to the writers' >&2; exit 1; }
            done
            exit 0
            """);
        await using var worker = new Worker(Worker.Options(_repository.Path));

        var deliveries = await worker.PublishAsync(Listed("a"), Listed("b"), Listed("c"));

        Assert.All(deliveries, d => Assert.Null(d.Failure));
        Assert.All(deliveries, d => Assert.Contains("the page belongs to the writers", d.IndexRefusal, StringComparison.Ordinal));
        Assert.False(_repository.Has(Page));
        Assert.All(new[] { "a", "b", "c" }, name => Assert.True(_repository.Has($"postmortems/2025/production/{name}/README.md")));

        // It is tried again with the next change.
        _repository.Hook("pre-receive", "exit 0");
        Assert.Null(Assert.Single(await worker.PublishAsync(Listed("a", "More."))).IndexRefusal);
        Assert.True(_repository.Has(Page));
    }

    /// <summary>A page that explains itself, or a guide that shows what the page is like.</summary>
    [Theory]
    [InlineData("```html", "```")]
    [InlineData("~~~", "~~~")]
    public async Task Comments_of_the_index_in_a_code_block_are_not_the_index(string open, string close)
    {
        var shown = $"# Guide\n\n{open}\n<!-- postmortem.dev/begin index version=\"1\" digest=\"0\" -->\n\nthe list\n\n<!-- postmortem.dev/end index -->\n{close}\n";
        _repository.Commit("Guide", (Page, shown));
        await using var worker = new Worker(Worker.Options(_repository.Path));

        Assert.True(Assert.Single(await worker.PublishAsync(Listed("a"))).IsIndexUnmarked);
        Assert.Equal(shown, _repository.Read(Page));

        _repository.Commit("Index", (Page, shown + "\n<!-- postmortem.dev/begin index -->\n<!-- postmortem.dev/end index -->\n"));
        Assert.False(Assert.Single(await worker.PublishAsync(Listed("b"))).IsIndexUnmarked);
        Assert.StartsWith(shown, _repository.Read(Page), StringComparison.Ordinal);
        Assert.Contains("[b](<2025/production/b/README.md>)", _repository.Read(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_the_page_says_is_written_too()
    {
        var options = Worker.Options(_repository.Path);
        options.PollInterval = TimeSpan.FromSeconds(1);
        await using var worker = new Worker(options);
        await worker.PublishAsync(Listed("a"));

        await worker.PublishAsync(Listed("a") with { Entry = Listed("a").Entry! with { Services = "billing" } });

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_repository.Read(Page).Contains("| billing |", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    [Fact]
    public async Task Without_the_option_there_is_no_page()
    {
        var options = Worker.Options(_repository.Path);
        options.Index = false;
        await using var worker = new Worker(options);

        await worker.PublishAsync(Listed("a"));

        Assert.False(_repository.Has(Page));
    }

    [Fact]
    public async Task A_page_that_is_not_UTF_8_is_left_to_people()
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        await worker.PublishAsync(Listed("a"));
        var page = _repository.Read(Page) + "\nJ\u00fcrgen\n";
        var latin = System.Text.Encoding.Latin1.GetBytes(page);
        _repository.Import(s =>
        {
            s.Write(System.Text.Encoding.ASCII.GetBytes($"commit refs/heads/main\ncommitter Ann <ann@example.com> 1765700000 +0000\ndata 5\nWords\nfrom refs/heads/main^0\nM 100644 inline postmortems/README.md\ndata {latin.Length}\n"));
            s.Write(latin);
            s.Write("\n"u8);
        });
        var before = BareRepository.Git("-C", _repository.Path, "rev-parse", "main:postmortems/README.md");

        Assert.True(Assert.Single(await worker.PublishAsync(Listed("b"))).IsIndexUnmarked);

        Assert.Equal(before, BareRepository.Git("-C", _repository.Path, "rev-parse", "main:postmortems/README.md"));
    }

    [Fact]
    public void Front_matter_has_signs_beyond_16_bits_as_YAML_writes_them()
    {
        var resource = Rendered.Sample("full.yaml");
        resource = resource with { Spec = resource.Spec with { Title = "Fire \U0001F525 in \\uD83D \u00fc" } };

        var line = GitIndexEntry.FrontMatter(resource, new PostMortemStatus())[1];

        Assert.DoesNotContain("\\uD83D\\uDD25", line, StringComparison.Ordinal);
        var stream = new YamlDotNet.RepresentationModel.YamlStream();
        stream.Load(new StringReader(line));
        Assert.Equal(resource.Spec.Title, ((YamlDotNet.RepresentationModel.YamlMappingNode)stream.Documents[0].RootNode)["title"].ToString());
    }

    [Fact]
    public void Front_matter_comes_and_goes_with_the_option_and_stays_if_people_wrote_it()
    {
        var resource = Rendered.Sample("full.yaml");
        var plain = FencedDocument.Of(new DocumentOwner("eu", "production", "p0-042"), GoldenDocuments.Render("full").Blocks, []);
        var with = plain with { FrontMatter = GitIndexEntry.FrontMatter(resource, Began(TimePrecision.Second)) };
        var written = with.Write();

        Assert.StartsWith("---\ntitle: \"Email service outage\"\ndate: 2025-12-14\ntags: [\"post-mortem\", \"P0\", \"email-service\"]\n---\n# Post-Mortem: Email service outage\n", written, StringComparison.Ordinal);
        Assert.Equal(written, Merge(with, written));
        Assert.Equal(written, Merge(with, plain.Write()));
        Assert.Equal(plain.Write(), Merge(plain, written));

        var edited = written.Replace("date: 2025-12-14", "date: 2025-12-14\nweight: 3", StringComparison.Ordinal);
        Assert.Equal(edited, Merge(with, edited));
        var removed = written[written.IndexOf("# Post", StringComparison.Ordinal)..];
        Assert.Equal(removed, Merge(with, removed));
        var own = "---\ntags: [ours]\n---\n" + plain.Write();
        Assert.StartsWith("---\ntags: [ours]\n---\n# Post-Mortem", Merge(with, own), StringComparison.Ordinal);
        Assert.False(FencedFile.Parse(written, "f")!.HasPeoplesText);
        Assert.True(FencedFile.Parse(own, "f")!.HasPeoplesText);
    }

    /// <summary>The index says no more of the date than the document, which has it in the time zone of the spec.</summary>
    [Theory]
    [InlineData(TimePrecision.Second, "2025-12-15")]
    [InlineData(TimePrecision.Day, "2025-12-15")]
    [InlineData(TimePrecision.Month, "2025-12")]
    [InlineData(TimePrecision.Year, "2025")]
    [InlineData(null, "")]
    public void A_date_is_no_more_exact_than_it_is_known(TimePrecision? precision, string date)
    {
        var resource = Rendered.Sample("full.yaml");
        resource = resource with { Spec = resource.Spec with { TimeZone = "Asia/Tokyo", Timeline = [] } };
        var figures = precision is { } known ? Began(known) : new PostMortemStatus();

        Assert.Equal(date, GitIndexEntry.Of(resource, figures).Date);
        Assert.Equal(date.Length == 10, GitIndexEntry.FrontMatter(resource, figures).Contains($"date: {date}"));
        Assert.Equal(date.Length == 10 ? 5 : 4, GitIndexEntry.FrontMatter(resource, figures).Count);
    }

    [Fact]
    public void Post_mortems_of_which_no_date_is_known_come_last()
    {
        var page = IndexPage.Parse(null)!;
        foreach (var (name, date) in new[] { ("unknown", ""), ("year", "2025"), ("month", "2025-12"), ("day", "2025-12-14"), ("old", "2024-01-01") })
        {
            page.Set($"{name}/README.md", Entry(date, name));
        }

        var written = page.Write();

        Assert.Equal(["| 2025-12-14 | P0 | [day]", "| 2025-12 | P0 | [month]", "| 2025 | P0 | [year]", "| 2024-01-01 | P0 | [old]", "|  | P0 | [unknown]"], written.Split('\n').Where(l => l.Contains("](<", StringComparison.Ordinal)).Select(l => l[..(l.IndexOf(']', StringComparison.Ordinal) + 1)]));
        Assert.Equal(written, IndexPage.Parse(written)!.Write());
    }

    public void Dispose() => _repository.Dispose();

    private static string Merge(FencedDocument document, string file) => new DocumentMerge(document, FencedFile.Parse(file, "f")!, new Dictionary<string, bool>(StringComparer.Ordinal)).Run().Text;

    private static PostMortemStatus Began(TimePrecision precision) => new()
    {
        Timestamps = [new TimestampStatus { Name = IncidentTimestampName.StartedAt, Time = new DateTimeOffset(2025, 12, 14, 15, 30, 0, TimeSpan.Zero), Source = TimestampSource.Spec, Precision = precision }],
    };

    private static IndexEntry Entry(string date, string title, params OverdueItem[] overdue) => new(date, "P0", title, "mail", "12m", "27.8%", 1, overdue);

    private static GitRequest Listed(string name, string text = "It failed.") => Worker.Request(name, text) with { Entry = Entry("2025-12-14", name) };
}
