using System.Globalization;
using Operator.Api;
using Operator.Publishing.Git;
using Operator.Testing.Git;

namespace Operator.Tests.Publishing.Git;

/// <summary>Many documents for one branch, which others push to as well, and which refuses.</summary>
public sealed class GitBatchTests : IDisposable
{
    private readonly BareRepository _repository = new();

    [Fact]
    public async Task What_is_due_at_the_same_time_is_one_commit()
    {
        await using var worker = new Worker(Options());

        var deliveries = await worker.PublishAsync(Documents(50));

        Assert.All(deliveries, d => Assert.Null(d.Failure));
        Assert.InRange(_repository.Commits, 2, 4);
        Assert.Equal(50, _repository.Files.Count(f => f.EndsWith("README.md", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(".gitattributes", "*.md filter=lfs diff=lfs merge=lfs -text\n", true)]
    [InlineData(".gitattributes", "postmortems/** filter=lfs\n", true)]
    [InlineData("postmortems/.gitattributes", "*.json filter=crypt\n", true)]
    [InlineData("postmortems/2025/production/doc-1/.gitattributes", "README.md filter=lfs\n", true)]
    [InlineData(".gitattributes", "*.md filter=lfs\npostmortems/** -filter\n", false)]
    [InlineData(".gitattributes", "*.psd filter=lfs\n*.md text eol=crlf\n", false)]
    [InlineData("other/.gitattributes", "* filter=lfs\n", false)]
    public async Task Files_to_which_a_filter_applies_are_not_written_and_do_not_keep_the_others(string file, string attributes, bool isFiltered)
    {
        _repository.Commit("Attributes", (file, attributes), ("postmortems/elsewhere/.gitattributes", "* -filter\n"));
        await using var worker = new Worker(Options());

        var deliveries = await worker.PublishAsync(Worker.Request("doc-1"), Worker.Request("other", path: "postmortems/elsewhere/README.md"));

        Assert.Null(deliveries[1].Failure);
        Assert.Equal(isFiltered ? Reasons.AttributesUnsupported : null, deliveries[0].Failure?.Reason);
        Assert.Equal(!isFiltered, _repository.Has("postmortems/2025/production/doc-1/README.md"));
        Assert.Contains(isFiltered ? "-filter" : "", deliveries[0].Failure?.Message ?? "", StringComparison.Ordinal);
    }

    /// <summary>A clone would show it as changed for ever.</summary>
    [Theory]
    [InlineData("*.md text\n", false)]
    [InlineData("* text eol=crlf\n", false)]
    [InlineData("* text=auto\n", true)]
    [InlineData("*.md -text\n", true)]
    public async Task Line_ends_of_Windows_stay_unless_Git_keeps_the_file_as_text(string attributes, bool stay)
    {
        await using var worker = new Worker(Options());
        var path = Assert.Single(await worker.PublishAsync(Worker.Request())).Path;
        _repository.Commit("Windows", (path, _repository.Read(path).Replace("\n", "\r\n", StringComparison.Ordinal)), (".gitattributes", attributes));

        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request(text: "More."))).Failure);

        Assert.Contains("More.", _repository.Read(path), StringComparison.Ordinal);
        Assert.Equal(stay, _repository.Read(path).Contains("\r\n", StringComparison.Ordinal));
        var clone = Path.Combine(_repository.Folder, "clone");
        BareRepository.Git("clone", "--quiet", _repository.Path, clone);
        Assert.Equal("", BareRepository.Git("-C", clone, "status", "--porcelain"));
    }

    [Fact]
    public async Task Unchanged_content_makes_no_commit()
    {
        await using (var first = new Worker(Options()))
        {
            await first.PublishAsync(Documents(3));
        }

        var tip = _repository.Tip;
        await using var second = new Worker(Options());
        var deliveries = await second.PublishAsync(Documents(3));

        Assert.All(deliveries, d => Assert.Equal(tip, d.Revision));
        Assert.Equal(tip, _repository.Tip);
    }

    [Fact]
    public async Task All_of_200_documents_arrive_on_a_branch_that_moves_during_every_second_push()
    {
        // A person's commit comes between the operator's fetch and the update of the branch.
        _repository.Hook("pre-receive", $$"""
            n=$(cat {{_repository.Folder}}/pushes 2>/dev/null || echo 0); n=$((n+1)); echo $n > {{_repository.Folder}}/pushes
            [ $((n % 2)) = 0 ] && exit 0
            unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
            tree=$(git rev-parse main^{tree})
            next=$(GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=a@b git commit-tree $tree -p main -m "Somebody $n")
            git update-ref refs/heads/main $next
            """);
        await using var worker = new Worker(Options());

        var names = Enumerable.Range(0, 200).ToArray();
        foreach (var some in names.Chunk(10))
        {
            var deliveries = await worker.PublishAsync([.. some.Select(i => Worker.Request(Name(i)))]);
            Assert.All(deliveries, d => Assert.Null(d.Failure));
        }

        Assert.Equal(200, _repository.Files.Count(f => f.EndsWith("README.md", StringComparison.Ordinal)));
        var subjects = BareRepository.Git("-C", _repository.Path, "log", "--format=%s", "main").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var pushes = int.Parse(File.ReadAllText(Path.Combine(_repository.Folder, "pushes")), CultureInfo.InvariantCulture);
        Assert.Equal(pushes - subjects.Count(s => s.StartsWith("Publish", StringComparison.Ordinal)), subjects.Count(s => s.StartsWith("Somebody", StringComparison.Ordinal)));
        Assert.InRange(subjects.Count(s => s.StartsWith("Somebody", StringComparison.Ordinal)), 10, 100);
    }

    [Fact]
    public async Task A_push_whose_reply_is_lost_is_found_on_the_branch()
    {
        _repository.Hook("post-receive", $"[ -e {_repository.Folder}/once ] || {{ touch {_repository.Folder}/once; kill -9 $PPID; }}");
        await using var worker = new Worker(Options());

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Null(delivery.Failure);
        Assert.Equal(_repository.Tip, delivery.Revision);
        Assert.Equal(2, _repository.Commits);
    }

    [Fact]
    public async Task A_branch_that_somebody_deletes_is_not_made_again()
    {
        _repository.CommitOn("other", "Other", ("a.md", "a"));
        await using var worker = new Worker(Options());
        await worker.PublishAsync(Worker.Request());

        BareRepository.Git("-C", _repository.Path, "update-ref", "-d", "refs/heads/main");
        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request(text: "More.")));

        Assert.Equal((Reasons.BranchMissing, true), (delivery.Failure!.Reason, delivery.Failure.IsTerminal));
        Assert.Equal("refs/heads/other", BareRepository.Git("-C", _repository.Path, "for-each-ref", "--format=%(refname)").Trim());
    }

    /// <summary>Without any other branch the repository looks like one that is empty.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_only_branch_that_somebody_deletes_is_not_made_again(bool isKnown)
    {
        var options = Options();
        options.PollInterval = TimeSpan.FromSeconds(1);
        List<string> woken = [];
        await using var first = new Worker(options);
        var published = Assert.Single(await first.PublishAsync(Worker.Request()));
        await using var second = new Worker(options, wake: k => { lock (woken) { woken.Add(k.Name); } });
        var worker = isKnown ? first : second;
        var tip = _repository.Tip;

        BareRepository.Git("-C", _repository.Path, "update-ref", "-d", "refs/heads/main");
        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request(text: "More.", revision: isKnown ? null : published.Revision)));

        Assert.Equal((Reasons.BranchMissing, true), (delivery.Failure!.Reason, delivery.Failure.IsTerminal));
        Assert.Equal("", BareRepository.Git("-C", _repository.Path, "for-each-ref"));
        if (!isKnown)
        {
            // It is looked at again as soon as the branch is back, with the same commit.
            lock (woken)
            {
                woken.Clear();
            }

            BareRepository.Git("-C", _repository.Path, "update-ref", "refs/heads/main", tip);
            await UntilAsync(() =>
            {
                lock (woken)
                {
                    return woken.Contains("p0-042");
                }
            });
            await second.UntilPublishedAsync(() => Worker.Request(text: "More.", revision: published.Revision));
        }
    }

    [Fact]
    public async Task A_branch_whose_history_was_rewritten_gets_the_document_again()
    {
        await using var worker = new Worker(Options());
        var first = Assert.Single(await worker.PublishAsync(Worker.Request()));

        BareRepository.Git("-C", _repository.Path, "update-ref", "refs/heads/main", $"{first.Revision}^");
        var again = Assert.Single(await worker.PublishAsync(Worker.Request(text: "More.", revision: first.Revision)));

        Assert.Null(again.Failure);
        Assert.Contains("More.", _repository.Read(again.Path), StringComparison.Ordinal);
        Assert.Equal(2, _repository.Commits);
    }

    [Fact]
    public async Task An_empty_repository_gets_its_first_commit()
    {
        using var empty = new BareRepository(firstFile: null);
        await using var worker = new Worker(Worker.Options(empty.Path));

        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request())).Failure);

        Assert.Equal(1, empty.Commits);
    }

    public void Dispose() => _repository.Dispose();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"doc-{i:000}");

    private static GitRequest[] Documents(int count) => [.. Enumerable.Range(0, count).Select(i => Worker.Request(Name(i)))];

    private GitRepositoryOptions Options() => Worker.Options(_repository.Path);
}
