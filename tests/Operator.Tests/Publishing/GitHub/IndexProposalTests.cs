using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>The index page has a pull request of its own.</summary>
public sealed class IndexProposalTests : GitHubTestBase
{
    private const string Index = "postmortem/eu/_index";
    private const string Page = "postmortems/README.md";

    public IndexProposalTests() => IsIndexed = true;

    [Fact]
    public async Task It_lists_what_is_merged_and_nothing_else()
    {
        var first = await PublishAsync(Listed("p0-042"));
        await PublishAsync(Listed("p0-043"));
        Assert.DoesNotContain(Pulls, p => p.Branch == Index);
        GitHub.Pulls.Merge(1);

        await PublishAsync(Listed("p0-042", first));

        var pull = Assert.Single(Pulls, p => p.Branch == Index);
        Assert.Equal("Post-mortems: index", pull.Title);
        Assert.Contains("2025/production/p0-042/README.md", Repository.Read(Page, Index), StringComparison.Ordinal);
        Assert.DoesNotContain("p0-043", Repository.Read(Page, Index), StringComparison.Ordinal);
        Assert.False(Repository.Has(Page));
    }

    [Fact]
    public async Task One_pull_request_gathers_what_is_merged_until_it_is_merged_itself()
    {
        await MergedAsync("p0-042", 1);
        var index = Pulls.Single(p => p.Branch == Index).Number;
        await MergedAsync("p0-043", 3);

        Assert.Single(Pulls, p => p.Branch == Index);
        Assert.Contains("p0-042", Repository.Read(Page, Index), StringComparison.Ordinal);
        Assert.Contains("p0-043", Repository.Read(Page, Index), StringComparison.Ordinal);
        GitHub.Pulls.Merge(index);
        var writes = GitHub.Writes.Count;
        await PublishAsync(Listed("p0-043"));
        Assert.Contains("p0-043", Repository.Read(Page), StringComparison.Ordinal);
        Assert.Equal(writes, GitHub.Writes.Count);
    }

    /// <summary>Another cluster's list came into the trunk meanwhile.</summary>
    [Fact]
    public async Task It_does_not_conflict_with_what_comes_into_the_trunk()
    {
        await MergedAsync("p0-042", 1);
        var other = IndexPage.Parse(null)!;
        other.Set("2025/shop/other/README.md", new IndexEntry("2025-01-02", "P1", "Other", "shop", "", "", 0, []));
        Repository.Commit("Another cluster's", (Page, other.Write()), ("postmortems/2025/shop/other/README.md", "# Other\n"));

        await PublishAsync(Listed("p0-042"));
        GitHub.Pulls.Merge(Pulls.Single(p => p.Branch == Index).Number);

        Assert.Contains("2025/shop/other/README.md", Repository.Read(Page), StringComparison.Ordinal);
        Assert.Contains("2025/production/p0-042/README.md", Repository.Read(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_write_around_it_in_its_branch_stays()
    {
        await MergedAsync("p0-042", 1);
        Repository.CommitOn(Index, "Ann's words", (Page, "Ann: welcome.\n\n" + Repository.Read(Page, Index)));

        await MergedAsync("p0-043", 3);

        Assert.StartsWith("Ann: welcome.", Repository.Read(Page, Index), StringComparison.Ordinal);
        Assert.Contains("p0-043", Repository.Read(Page, Index), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_write_in_its_body_stays()
    {
        await MergedAsync("p0-042", 1);
        var before = Pulls.Single(p => p.Branch == Index).Body;
        GitHub.Pulls.Edit(2, p => p.Body = "Ann: $1 each.\r\n" + p.Body.ReplaceLineEndings("\r\n") + "After.");

        await MergedAsync("p0-043", 3);

        var body = Pulls.Single(p => p.Branch == Index).Body;
        Assert.StartsWith("Ann: $1 each.\n<!-- postmortem.dev/begin index ", body, StringComparison.Ordinal);
        Assert.EndsWith("-->\nAfter.", body, StringComparison.Ordinal);
        Assert.DoesNotContain(before.Split('\n')[0], body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_was_declined_is_not_proposed_again_until_it_says_something_else()
    {
        await MergedAsync("p0-042", 1);
        GitHub.Pulls.Close(2);

        await PublishAsync(Listed("p0-042"));
        Assert.Single(Pulls, p => p.Branch == Index);
        await MergedAsync("p0-043", 3);

        Assert.Equal(2, Pulls.Count(p => p.Branch == Index));
    }

    [Fact]
    public async Task A_page_of_people_s_own_is_left_alone()
    {
        Repository.Commit("Ours", (Page, "# Our post-mortems\n"));

        var delivery = await MergedAsync("p0-042", 1);

        Assert.True(delivery.IsIndexUnmarked);
        Assert.DoesNotContain(Pulls, p => p.Branch == Index);
    }

    /// <summary>The same after each write of which the answer is lost.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whichever_answer_is_lost_there_is_one_pull_request_of_the_list(int write)
    {
        await PublishAsync(Listed("p0-042"));
        GitHub.Pulls.Merge(1);
        var writes = 0;
        GitHub.Cut = call => call.Method != "GET" && ++writes == write;

        await PublishAsync(Listed("p0-042"));
        await PublishAsync(Listed("p0-042"));

        Assert.Single(GitHub.Pulls.Open, p => p.Branch == Index);
        Assert.Contains("p0-042", Repository.Read(Page, Index), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_count_among_those_that_may_be_open()
    {
        Options.MaxOpenPullRequests = 1;
        await MergedAsync("p0-042", 1);

        var second = await PublishAsync(Listed("p0-043"));

        Assert.Equal(3, second.PullRequest?.Number);
    }

    private async Task<GitDelivery> MergedAsync(string name, int number)
    {
        var proposed = await PublishAsync(Listed(name));
        GitHub.Pulls.Merge(number);
        return await PublishAsync(Listed(name, proposed));
    }

    private static GitRequest Listed(string name, GitDelivery? before = null) =>
        Request(name: name, revision: before?.Revision, previous: before?.PullRequest) with { Entry = new IndexEntry("2025-12-14", "P0", name, "email", "", "", 1, []) };
}
