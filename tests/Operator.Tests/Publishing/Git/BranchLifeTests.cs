using System.Diagnostics;
using Operator.Api;
using Operator.Publishing.Git;
using Operator.Testing.Git;
using Operator.Tests.Cli;

namespace Operator.Tests.Publishing.Git;

/// <summary>A branch that goes and comes back, a default branch that moves, and servers that can less than others.</summary>
public sealed class BranchLifeTests : IDisposable
{
    private const string Readme = "postmortems/2025/production/p0-042/README.md";

    private readonly BareRepository _repository = new();

    [Fact]
    public async Task A_branch_that_vanished_and_comes_back_is_published_to_again_with_what_people_wrote()
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        var first = Assert.Single(await worker.PublishAsync(Worker.Request()));
        var tip = _repository.Commit("Words", (Readme, _repository.Read(Readme) + "\nOur own words.\n"));
        BareRepository.Git("-C", _repository.Path, "branch", "-m", "main", "away");

        var missing = Assert.Single(await worker.PublishAsync(Worker.Request(text: "It failed again.", revision: first.Revision)));
        Assert.Equal((Reasons.BranchMissing, true), (missing.Failure!.Reason, missing.Failure.IsTerminal));
        Assert.Equal(tip, BareRepository.Git("-C", _repository.Path, "rev-parse", "away").Trim());
        Assert.True(GitReasons.MayPass(missing.Failure.Reason));

        BareRepository.Git("-C", _repository.Path, "branch", "-m", "away", "main");
        var again = Assert.Single(await worker.PublishAsync(Worker.Request(text: "It failed once more.", revision: first.Revision)));
        Assert.Null(again.Failure);
        Assert.False(again.IsWithheld);
        Assert.Equal(tip, BareRepository.Git("-C", _repository.Path, "rev-parse", "main^").Trim());
        Assert.Contains("It failed once more.", _repository.Read(Readme), StringComparison.Ordinal);
        Assert.EndsWith("Our own words.\n", _repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_published_is_looked_at_again_once_the_branch_is_gone()
    {
        var options = Worker.Options(_repository.Path);
        options.PollInterval = TimeSpan.FromMilliseconds(100);
        await using var worker = new Worker(options);
        var request = Worker.Request();
        var first = Assert.Single(await worker.PublishAsync(request));
        BareRepository.Git("-C", _repository.Path, "branch", "-m", "main", "trunk");

        Assert.True(SpinWait.SpinUntil(() => worker.HasNews(request.Key), TimeSpan.FromSeconds(60)));
        Assert.Equal(Reasons.BranchMissing, (await worker.UntilAsync(() => Worker.Request(revision: first.Revision), d => d.Failure is not null)).Failure!.Reason);
    }

    /// <summary>A new process has the copy of the one before, and a document that was never published knows of nothing.</summary>
    [Fact]
    public async Task A_deleted_branch_is_not_made_again_by_a_new_process()
    {
        using var folder = new TemporaryFolder();
        await using (var worker = new Worker(Worker.Options(_repository.Path), folder.Path))
        {
            Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request())).Failure);
        }

        BareRepository.Git("-C", _repository.Path, "update-ref", "-d", "refs/heads/main");
        await using var next = new Worker(Worker.Options(_repository.Path), folder.Path);

        Assert.Equal(Reasons.BranchMissing, Assert.Single(await next.PublishAsync(Worker.Request("another"))).Failure!.Reason);
        Assert.Equal("", BareRepository.Git("-C", _repository.Path, "for-each-ref"));
    }

    /// <summary>The branch was deleted and is made again from before the document: nobody has deleted that.</summary>
    [Fact]
    public async Task A_branch_that_comes_back_older_gets_the_document_again()
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        var begin = _repository.Tip;
        var first = Assert.Single(await worker.PublishAsync(Worker.Request()));
        _repository.CommitOn("other", "Other", ("a.md", "a"));
        BareRepository.Git("-C", _repository.Path, "update-ref", "-d", "refs/heads/main");
        Assert.Equal(Reasons.BranchMissing, Assert.Single(await worker.PublishAsync(Worker.Request(text: "It failed again.", revision: first.Revision))).Failure!.Reason);

        BareRepository.Git("-C", _repository.Path, "update-ref", "refs/heads/main", begin);
        var again = Assert.Single(await worker.PublishAsync(Worker.Request(text: "It failed once more.", revision: first.Revision)));

        Assert.Null(again.Failure);
        Assert.False(again.IsWithheld);
        Assert.True(_repository.Has(Readme));
    }

    [Fact]
    public async Task A_default_branch_that_moves_changes_nothing_until_the_configuration_names_it()
    {
        await using (var worker = new Worker(Worker.Options(_repository.Path)))
        {
            await worker.PublishAsync(Worker.Request());
            BareRepository.Git("-C", _repository.Path, "branch", "trunk", "main");
            BareRepository.Git("-C", _repository.Path, "symbolic-ref", "HEAD", "refs/heads/trunk");

            Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request(text: "It failed again."))).Failure);
            Assert.Contains("It failed again.", _repository.Read(Readme), StringComparison.Ordinal);
            Assert.DoesNotContain("It failed again.", _repository.Read(Readme, "trunk"), StringComparison.Ordinal);
        }

        // The old one goes, and the administrator names the new one; the status still has a commit of the old one.
        var revision = _repository.Tip;
        _repository.CommitOn("trunk", "Words", (Readme, _repository.Read(Readme, "trunk") + "\nOur own words.\n"));
        BareRepository.Git("-C", _repository.Path, "update-ref", "-d", "refs/heads/main");
        var options = Worker.Options(_repository.Path);
        options.Branch = "trunk";
        await using var moved = new Worker(options);
        var delivery = Assert.Single(await moved.PublishAsync(Worker.Request(text: "It failed again.", revision: revision)));

        Assert.Null(delivery.Failure);
        Assert.Contains("It failed again.", _repository.Read(Readme, "trunk"), StringComparison.Ordinal);
        Assert.EndsWith("Our own words.\n", _repository.Read(Readme, "trunk"), StringComparison.Ordinal);
        Assert.Equal("refs/heads/trunk", BareRepository.Git("-C", _repository.Path, "for-each-ref", "--format=%(refname)").Trim());
    }

    /// <summary>The copy then has the contents of all files of the newest commit, and no more.</summary>
    [Fact]
    public async Task A_server_without_partial_clones_works_as_well()
    {
        BareRepository.Git("-C", _repository.Path, "config", "uploadpack.allowFilter", "false");
        await using var worker = new Worker(Worker.Options(_repository.Path));
        var first = Assert.Single(await worker.PublishAsync(Worker.Request()));
        _repository.Commit("Words", (Readme, _repository.Read(Readme).Replace("It failed.", "It failed, said Bob.", StringComparison.Ordinal).Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal)));

        var edited = Assert.Single(await worker.PublishAsync(Worker.Request(text: "It failed again.", revision: first.Revision)));

        Assert.Null(edited.Failure);
        Assert.Equal(["summary"], edited.Edited);
        Assert.Equal(("AI-1", "Ann <ann@example.com>"), (Assert.Single(edited.Boxes).ActionItem, edited.Boxes[0].By));
        Assert.Contains("It failed, said Bob.", _repository.Read(Readme), StringComparison.Ordinal);
        Assert.Contains("It failed again.", _repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_on_a_path_that_belongs_to_another_user_is_published_to()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a folder to another user.");
        using (var chown = Process.Start("chown", ["-R", "12345:12345", _repository.Path]))
        {
            await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // Git itself refuses it.
        Assert.Contains("dubious ownership", Assert.Throws<InvalidOperationException>(() => _repository.Tip).Message, StringComparison.Ordinal);
        await using (var worker = new Worker(Worker.Options(_repository.Path)))
        {
            Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request())).Failure);
            Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request(text: "It failed again."))).Failure);
        }

        using (var chown = Process.Start("chown", ["-R", "0:0", _repository.Path]))
        {
            await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains("It failed again.", _repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_charts_status_and_evidence_come_in_one_commit_each_time()
    {
        await using var worker = new Worker(Worker.Options(_repository.Path));
        string[] files = ["README.md", "evidence.json.gz", "sli-availability.svg", "status.json"];
        foreach (var (text, content) in new[] { ("It failed.", (byte)1), ("It failed again.", (byte)2) })
        {
            var plain = Worker.Request(text: text);
            var request = new GitRequest(
                plain.Key, plain.Path, plain.Document, new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["status.json"] = [content], ["sli-availability.svg"] = [content, 1], ["evidence.json.gz"] = [content, 0, 255] });
            var before = _repository.Commits;
            var delivery = Assert.Single(await worker.PublishAsync(request));

            Assert.Equal(before + 1, _repository.Commits);
            Assert.Equal(files.Select(f => $"postmortems/2025/production/p0-042/{f}"), BareRepository.Git("-C", _repository.Path, "show", "--format=", "--name-only", delivery.Revision!).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    public void Dispose() => _repository.Dispose();
}
