using System.Text;
using Operator.Api;
using Operator.Publishing.Git;
using Operator.Testing.Git;

namespace Operator.Tests.Publishing.Git;

/// <summary>What people do on the branch: boxes, files that move and go.</summary>
public sealed class BranchEditTests : IDisposable
{
    private const string Readme = "postmortems/2025/production/p0-042/README.md";

    private readonly BareRepository _repository = new();
    private readonly GitRequest _request = Worker.Request();

    [Fact]
    public async Task A_ticked_box_is_a_statement_with_the_time_and_the_author_of_its_commit()
    {
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, _request);
        var tick = _repository.Commit("Done", (Readme, _repository.Read(Readme).Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal)));
        _repository.Commit("Something else", ("other.md", "x"));

        var delivery = await PublishAsync(worker, Worker.Request(text: "It failed again.", revision: first.Revision));

        var expected = new BoxStatement("AI-1", null, true, DateTimeOffset.FromUnixTimeSeconds(1765700000), "Ann <ann@example.com>", tick);
        Assert.Equal([expected], delivery.Boxes);
        Assert.True(worker.HasNews(_request.Key));
        Assert.Equal([expected], worker.Hear(_request.Key));
        Assert.False(worker.HasNews(_request.Key));
        Assert.Empty(delivery.Edited);

        // The operator's own commit came after; the statement is still that of the person.
        Assert.Equal([expected], (await PublishAsync(worker, Worker.Request(text: "And again.", revision: delivery.Revision))).Boxes);
        Assert.Contains("- [x] **AI-1:**", _repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_box_is_the_statement_of_who_set_it_and_not_of_who_edited_the_file_last()
    {
        await using var worker = new Worker(Options());
        var items = "---\n\n## Action Items\n\n- [ ] **AI-1:** Watch it\n- [ ] **AI-2:** Fix it\n- [ ] **AI-3:** Test it\n";
        await PublishAsync(worker, Request("It failed."));
        var first = Tick("AI-1", "Bob <bob@example.com>", 1765700100);
        _repository.CommitBy("Cid <cid@example.com>", 1765700200, "Words", (Readme, _repository.Read(Readme) + "\nOur own words.\n"));
        var second = Tick("AI-2", "Dora <dora@example.com>", 1765700300);
        for (var i = 0; i < 15; i++)
        {
            _repository.CommitBy("Cid <cid@example.com>", 1765700400 + i, "More words", (Readme, _repository.Read(Readme) + $"{i}\n"));
        }

        var delivery = await PublishAsync(worker, Request("It failed again."));

        Assert.Equal(
            [
                new BoxStatement("AI-1", null, true, DateTimeOffset.FromUnixTimeSeconds(1765700100), "Bob <bob@example.com>", first),
                new BoxStatement("AI-2", null, true, DateTimeOffset.FromUnixTimeSeconds(1765700300), "Dora <dora@example.com>", second),
            ],
            delivery.Boxes);

        GitRequest Request(string text)
        {
            var document = Worker.Request(text: text).Document;
            return new GitRequest(_request.Key, Readme, document with { Blocks = [.. document.Blocks.Select(b => b.Name == "action-items" ? b with { Markdown = items } : b)] }, _request.Companions);
        }

        string Tick(string item, string author, long at) =>
            _repository.CommitBy(author, at, "Done", (Readme, _repository.Read(Readme).Replace($"- [ ] **{item}:**", $"- [x] **{item}:**", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_box_that_came_with_a_moved_file_has_no_author()
    {
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, _request);
        var moved = _repository.Commit("Move", (Readme, null), ("postmortems/mail/outage/README.md", _repository.Read(Readme).Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal)));

        var delivery = await PublishAsync(worker, Worker.Request(text: "It failed again.", revision: first.Revision));

        Assert.Equal([new BoxStatement("AI-1", null, true, DateTimeOffset.FromUnixTimeSeconds(1765700000), null, moved)], delivery.Boxes);
    }

    [Fact]
    public async Task A_file_that_people_move_is_followed_with_what_they_wrote()
    {
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, _request);
        var text = _repository.Read(Readme) + "\nOur own words.\n";
        _repository.Commit("Move", (Readme, null), ("postmortems/mail/outage/README.md", text));

        var delivery = await PublishAsync(worker, Worker.Request(text: "It failed again.", revision: first.Revision));

        Assert.Equal("postmortems/mail/outage/README.md", delivery.Path);
        Assert.Contains("Our own words.", _repository.Read(delivery.Path), StringComparison.Ordinal);
        Assert.Contains("It failed again.", _repository.Read(delivery.Path), StringComparison.Ordinal);
        Assert.False(_repository.Has(Readme));
        Assert.True(_repository.Has("postmortems/mail/outage/status.json"));
    }

    [Fact]
    public async Task A_resource_whose_status_is_lost_finds_its_file_where_it_was()
    {
        await using var worker = new Worker(Options());
        await PublishAsync(worker, _request);

        var delivery = await PublishAsync(worker, Worker.Request(path: "postmortems/2026/production/p0-042/README.md"));

        Assert.Equal(Readme, delivery.Path);
        Assert.Equal(2, _repository.Commits);
    }

    [Fact]
    public async Task A_file_that_people_delete_is_withheld_even_after_many_other_commits()
    {
        string? revision;
        await using (var first = new Worker(Options()))
        {
            revision = (await PublishAsync(first, _request)).Revision;
        }

        _repository.Commit("Not this", (Readme, null));
        for (var i = 0; i < 20; i++)
        {
            _repository.Commit("Other", ("other.md", $"{i}"));
        }

        await using var worker = new Worker(Options());
        var delivery = await PublishAsync(worker, Worker.Request(text: "More.", revision: revision));

        Assert.True(delivery.IsWithheld);
        Assert.False(_repository.Has(Readme));
    }

    [Fact]
    public async Task What_lies_beside_a_document_goes_along_when_people_move_the_document_alone()
    {
        const string Moved = "postmortems/mail/outage/README.md";
        await using var worker = new Worker(Options());
        var first = Assert.Single(await worker.PublishAsync(WithFiles("a", "old")));
        var folder = first.Path[..first.Path.LastIndexOf('/')];
        _repository.Commit("Move", (first.Path, null), (Moved, _repository.Read(first.Path)), ($"{folder}/notes.txt", "Ours"));

        var second = Assert.Single(await worker.PublishAsync(WithFiles("a", "new", revision: first.Revision)));

        Assert.Equal(Moved, second.Path);
        Assert.Equal([$"{folder}/notes.txt"], _repository.Files.Where(f => f.StartsWith(folder, StringComparison.Ordinal)));
        Assert.Equal("new", _repository.Read("postmortems/mail/outage/sli-a.svg"));
        Assert.Equal("evidence", _repository.Read("postmortems/mail/outage/evidence.json.gz"));
    }

    /// <summary>The operator has nothing new to say of it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_document_that_people_move_without_an_edit_is_published_where_it_is(bool isWholeFolder)
    {
        var options = Options();
        options.PollInterval = TimeSpan.FromMilliseconds(100);
        await using var worker = new Worker(options);
        var first = await PublishAsync(worker, WithFiles("p0-042", "x"));
        string[] files = isWholeFolder ? ["README.md", "status.json", "sli-a.svg", "evidence.json.gz"] : ["README.md"];
        _repository.Commit("Move", [.. files.SelectMany(f => new[] { ($"postmortems/moved/{f}", (string?)_repository.Read($"postmortems/2025/production/p0-042/{f}")), ($"postmortems/2025/production/p0-042/{f}", null) })]);

        var delivery = await worker.UntilAsync(() => WithFiles("p0-042", "x", revision: first.Revision), d => d.Failure is not null || d.Path != Readme);

        Assert.Equal((null, "postmortems/moved/README.md"), (delivery.Failure, delivery.Path));
        Assert.Equal(["handbook.md", "postmortems/moved/README.md", "postmortems/moved/evidence.json.gz", "postmortems/moved/sli-a.svg", "postmortems/moved/status.json"], _repository.Files.Where(f => f.Contains("postmortems/moved", StringComparison.Ordinal) || !f.Contains("p0-042", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_repository.Files, f => f.Contains("/p0-042/sli-a.svg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_documents_that_people_put_into_one_folder_one_has_the_files_there()
    {
        await using var worker = new Worker(Options());
        var both = await worker.PublishAsync(WithFiles("a", "of a"), WithFiles("b", "of b"));
        _repository.Commit("Move", (both[0].Path, null), ("postmortems/all/a.md", _repository.Read(both[0].Path)), (both[1].Path, null), ("postmortems/all/b.md", _repository.Read(both[1].Path)));

        for (var i = 0; i < 2; i++)
        {
            var deliveries = await worker.PublishAsync(WithFiles("a", $"of a {i}", revision: both[0].Revision), WithFiles("b", $"of b {i}", revision: both[1].Revision));

            Assert.Null(deliveries[0].Failure);
            Assert.Equal(Reasons.PathTaken, deliveries[1].Failure!.Reason);
            Assert.Contains("postmortems/all/b.md lies in the folder of postmortems/all/a.md, the document of production/a of cluster eu", deliveries[1].Failure!.Message, StringComparison.Ordinal);
            Assert.Equal($"of a {i}", _repository.Read("postmortems/all/sli-a.svg"));
        }

        var removed = Assert.Single(await worker.PublishAsync(GitRequest.Removal(new("production", "b"), "postmortems/all/b.md", "eu")));
        Assert.Null(removed.Failure);
        Assert.False(_repository.Has("postmortems/all/b.md"));
        Assert.True(_repository.Has("postmortems/all/sli-a.svg"));
    }

    [Fact]
    public async Task Documents_that_people_put_into_each_other_s_place_are_followed()
    {
        await using var worker = new Worker(Options());
        var both = await worker.PublishAsync(Worker.Request("a", "of a"), Worker.Request("b", "of b"));
        var (a, b) = (_repository.Read(both[0].Path), _repository.Read(both[1].Path));
        _repository.Commit("Swap", (both[0].Path, b), (both[1].Path, a));

        var swapped = await worker.PublishAsync(Worker.Request("a", "of a again", revision: both[0].Revision), Worker.Request("b", "of b again", revision: both[1].Revision));

        Assert.All(swapped, d => Assert.Null(d.Failure));
        Assert.Equal((both[1].Path, both[0].Path), (swapped[0].Path, swapped[1].Path));
        Assert.Contains("of a again", _repository.Read(both[1].Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_people_deleted_before_its_resource_was_made_anew_stays_away()
    {
        await using var worker = new Worker(Options());
        await worker.PublishAsync(Worker.Request());
        _repository.Commit("Not this one", (Readme, null));

        Assert.True(Assert.Single(await worker.PublishAsync(Worker.Request(text: "More."))).IsWithheld);
        Assert.False(_repository.Has(Readme));
    }

    /// <summary>As long as the resource lives, a deletion by people stands. A resource that is made anew finds it by what they left.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_folder_that_people_deleted_stays_away_as_long_as_the_resource_lives(bool knows, bool isWithheld)
    {
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, WithFiles("p0-042", "x"));
        _repository.Commit("Not this one", [.. new[] { "README.md", "status.json", "sli-a.svg", "evidence.json.gz" }.Select(f => ($"postmortems/2025/production/p0-042/{f}", (string?)null))]);

        var delivery = await PublishAsync(worker, WithFiles("p0-042", "y", revision: knows ? first.Revision : null));

        Assert.Equal((isWithheld, !isWithheld), (delivery.IsWithheld, _repository.Has(Readme)));
    }

    /// <summary>The history is rewritten, and what people had said is known; the spec may say otherwise.</summary>
    [Fact]
    public async Task A_file_that_is_written_anew_takes_nothing_back_that_people_said()
    {
        await using var worker = new Worker(Options());
        var said = new Dictionary<string, bool>(StringComparer.Ordinal) { ["AI-1"] = true };
        var first = await PublishAsync(worker, Worker.Request(revision: "0123456789012345678901234567890123456789") with { Said = said });
        Assert.Empty(first.Boxes);

        Assert.Empty((await PublishAsync(worker, Worker.Request(text: "More.", revision: first.Revision) with { Said = said })).Boxes);

        // Setting the box is a statement all the same, and so is setting it back.
        _repository.Commit("Done", (Readme, _repository.Read(Readme).Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal)));
        var ticked = await PublishAsync(worker, Worker.Request(text: "Once more.", revision: first.Revision) with { Said = said });
        Assert.Empty(ticked.Boxes);
        _repository.Commit("Not done", (Readme, _repository.Read(Readme).Replace("- [x] **AI-1:**", "- [ ] **AI-1:**", StringComparison.Ordinal)));
        Assert.False(Assert.Single((await PublishAsync(worker, Worker.Request(text: "At last.", revision: first.Revision) with { Said = said })).Boxes).IsTicked);
    }

    [Fact]
    public async Task The_branch_is_looked_at_when_somebody_asks_for_it()
    {
        await using var worker = new Worker(Options());
        var first = await PublishAsync(worker, _request);
        var request = Worker.Request(revision: first.Revision);
        _repository.Commit("Not this one", (Readme, null));
        Assert.False((await PublishAsync(worker, request)).IsWithheld);

        Assert.True((await PublishAsync(worker, request with { IsAsked = true })).IsWithheld);
    }

    /// <summary>Nobody tells the operator that what was in the way is gone.</summary>
    [Theory]
    [InlineData("<!-- postmortem.dev/end summary -->", "", Reasons.MarkersAmbiguous)]
    [InlineData("<!-- postmortem.dev/document", "<!-- mine", Reasons.PathTaken)]
    public async Task A_file_that_people_repair_is_looked_at_again(string text, string spoilt, string reason)
    {
        List<string> woken = [];
        var options = Options();
        options.PollInterval = TimeSpan.FromSeconds(1);
        await using var worker = new Worker(options, wake: k =>
        {
            lock (woken)
            {
                woken.Add(k.Name);
            }
        });
        var first = Assert.Single(await worker.PublishAsync(Worker.Request()));
        var whole = _repository.Read(Readme);
        _repository.Commit("Spoil", (Readme, whole.Replace(text, spoilt, StringComparison.Ordinal)));
        var refused = Assert.Single(await worker.PublishAsync(Worker.Request(text: "More.", revision: first.Revision)));
        Assert.Equal(reason, refused.Failure!.Reason);
        lock (woken)
        {
            woken.Clear();
        }

        _repository.Commit("Repair", (Readme, whole));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            lock (woken)
            {
                if (woken.Count > 0)
                {
                    break;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        await worker.UntilPublishedAsync(() => Worker.Request(text: "More.", revision: first.Revision));
        Assert.Contains("More.", _repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_that_people_change_wakes_the_resources_whose_files_they_changed()
    {
        List<string> woken = [];
        var options = Options();
        options.PollInterval = TimeSpan.FromSeconds(1);
        await using var worker = new Worker(options, wake: k =>
        {
            lock (woken)
            {
                woken.Add(k.Name);
            }
        });
        await worker.PublishAsync(Worker.Request("a"), Worker.Request("b"));
        lock (woken)
        {
            woken.Clear();
        }

        _repository.Commit("Edit", ("postmortems/2025/production/b/README.md", _repository.Read("postmortems/2025/production/b/README.md") + "more\n"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!worker.HasNews(Worker.Request("b").Key))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        Assert.False(worker.HasNews(Worker.Request("a").Key));
    }

    [Fact]
    public async Task A_huge_file_of_people_is_not_read_and_keeps_nobody()
    {
        _repository.Commit("Notes", ("postmortems/2025/production/p0-042/notes.md", new string('x', 9 << 20)), ("postmortems/2025/production/other/README.md", new string('y', 9 << 20)));
        await using var worker = new Worker(Options());

        var deliveries = await worker.PublishAsync(_request, Worker.Request("other"), Worker.Request("third", path: "postmortems/third/README.md"));

        Assert.Null(deliveries[0].Failure);
        Assert.Equal(Operator.Api.Reasons.PathTaken, deliveries[1].Failure!.Reason);
        Assert.Null(deliveries[2].Failure);
    }

    [Fact]
    public async Task People_s_edits_are_heard_of_although_there_is_always_something_to_publish()
    {
        var options = Options();
        options.PollInterval = TimeSpan.FromSeconds(1);
        await using var worker = new Worker(options);
        await worker.PublishAsync(Worker.Request("a"));
        worker.Hear(Worker.Request("a").Key);
        _repository.Commit("Edit", ("postmortems/2025/production/a/README.md", _repository.Read("postmortems/2025/production/a/README.md") + "more\n"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        for (var i = 0; !worker.HasNews(Worker.Request("a").Key); i++)
        {
            limit.Token.ThrowIfCancellationRequested();
            await worker.PublishAsync(Worker.Request("b", text: $"It failed {i} times."));
        }
    }

    public void Dispose() => _repository.Dispose();

    private static async Task<GitDelivery> PublishAsync(Worker worker, GitRequest request) => Assert.Single(await worker.PublishAsync(request));

    private static GitRequest WithFiles(string name, string chart, string evidence = "evidence", string? revision = null)
    {
        var request = Worker.Request(name, text: $"{chart} ![The indicator](sli-a.svg)");
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            ["status.json"] = Encoding.UTF8.GetBytes(chart),
            ["sli-a.svg"] = Encoding.UTF8.GetBytes(chart),
            ["evidence.json.gz"] = Encoding.UTF8.GetBytes(evidence),
        };
        return new GitRequest(request.Key, request.Path, request.Document, files) { PreviousRevision = revision };
    }

    private GitRepositoryOptions Options() => Worker.Options(_repository.Path);
}
