using System.Text;
using System.Text.RegularExpressions;
using Octokit;
using Operator.Core;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub;

/// <summary>
/// The index page, in a pull request of its own: all documents share it, so that in theirs it would conflict. It lists what is merged, and is made
/// from the page in the trunk each time.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="trunk">What is known of the branch into which people merge.</param>
/// <param name="api">GitHub.</param>
/// <param name="book">The open pull requests.</param>
internal sealed partial class IndexProposal(GitRepositoryOptions repository, GitBranchState trunk, GitHubApi api, PullRequestBook book)
{
    private const string DigestName = "digest";
    private const string Block = "index";
    private const string Message = "Update the index of post-mortems\n\n" + CommitMessage.Trailer + "\n";

    private readonly GitRemoteBranches _remote = new(trunk.Copy);

    private string Path => $"{repository.Root}/README.md";

    /// <summary>Proposes the page if it lacks something of what is merged, and notes of whom it cannot tell.</summary>
    public async Task RunAsync(GitHubClient client, string cluster, Dictionary<GitRequest, GitDelivery> deliveries, CancellationToken cancellationToken)
    {
        var name = ProposalBranch.OfIndex(repository, cluster);
        var merged = deliveries.Where(d => d.Value is { Failure: null, IsProposed: false, IsWithheld: false, ObjectId.Length: > 0 } && d.Key.Entry is not null).ToList();
        if (merged.Count == 0 || trunk.Find(Path) is { IsFile: false })
        {
            return;
        }

        var before = await TextAsync(trunk, cancellationToken);
        if (IndexPage.Parse(before) is null)
        {
            foreach (var (request, delivery) in merged)
            {
                deliveries[request] = delivery with { IsIndexUnmarked = true };
            }

            return;
        }

        try
        {
            await ProposeAsync(client, name, before, merged, cancellationToken);
        }
        catch (ApiException e)
        {
            Note(deliveries, merged, GitHubFailures.Of(api, e, "the index page cannot be proposed"));
        }
        catch (FailureException e) when (e is not GitCopyException)
        {
            // The documents are there all the same; the next look tries again.
            Note(deliveries, merged, e);
        }
    }

    private async Task ProposeAsync(GitHubClient client, string name, string? before, IReadOnlyList<KeyValuePair<GitRequest, GitDelivery>> merged, CancellationToken cancellationToken)
    {
        var pulls = new PullRequests(repository, api, client, cancellationToken);
        var commits = new GitHubCommits(api, client);
        var open = book.Find(name);
        var tip = (await _remote.ListAsync(name, cancellationToken)).GetValueOrDefault(name);
        GitBranchState? head = null;
        string? proposed = null;
        if (open is not null && tip is not null)
        {
            head = new GitBranchState(trunk.Copy.On(name), repository.Root, api.Time);
            await head.EnsureFreshAsync(force: true, cancellationToken);
            proposed = await TextAsync(head, cancellationToken);
        }

        var page = IndexPage.Parse(before)!;
        if (proposed is not null && IndexPage.Parse(proposed) is { } other)
        {
            page.Take(other);
        }

        foreach (var (request, delivery) in merged)
        {
            page.Set(delivery.Path[(repository.Root.Length + 1)..], request.Entry);
        }

        page.Keep(row => trunk.Find($"{repository.Root}/{row}") is not null);
        var written = page.Write();
        if (written == before)
        {
            if (open is not null)
            {
                merged[0].Key.EnsureMayAct();
                await pulls.CloseAsync(open);
                book.Remove(name);
                await DeleteAsync(name, tip, cancellationToken);
            }

            return;
        }

        if (written == proposed)
        {
            return;
        }

        var digest = NormalForm.Digest(written);
        if (head is null && await pulls.LastAsync(name) is { } last)
        {
            if (last is { State.StringValue: "open" })
            {
                book.Set(OpenPull.Of(last));
                return;
            }

            // The very same page was declined.
            if (!last.Merged && last.Body?.Contains(Mark(digest), StringComparison.Ordinal) == true && await pulls.IsClosedByPersonAsync(last, tip is not null))
            {
                return;
            }
        }

        merged[0].Key.EnsureMayAct();
        if (head is null)
        {
            // Nothing in it is of people who have a pull request for it, and its page is made again.
            await DeleteAsync(name, tip, cancellationToken);
            var commit = await commits.CreateAsync([trunk.Tip!], await _remote.TreeOfAsync(trunk.Tip!, cancellationToken), [new GitChange(Path, Encoding.UTF8.GetBytes(written))], Message);
            if (await commits.BeginAsync(name, commit) && await pulls.OpenAsync(name, "Post-mortems: index", Body(digest)) is { } opened)
            {
                book.Set(OpenPull.Of(opened));
            }

            return;
        }

        // On top of both, so that it cannot conflict with what came into the trunk; and of the branch alone where people wrote around the page's part.
        var isPeoples = proposed is null || !IndexPage.IsSameAround(proposed, before);
        var (parents, tree) = isPeoples ? (new[] { head.Tip! }, await _remote.TreeOfAsync(head.Tip!, cancellationToken)) : ([head.Tip!, trunk.Tip!], await _remote.TreeOfAsync(trunk.Tip!, cancellationToken));
        var text = isPeoples && proposed is not null ? IndexPage.Replace(proposed, written) : written;
        if (text != proposed && await commits.MoveAsync(name, await commits.CreateAsync(parents, tree, [new GitChange(Path, Encoding.UTF8.GetBytes(text))], Message)))
        {
            await book.ReadAsync(client, open!);
            var read = book.Find(name) ?? open!;
            await pulls.UpdateAsync(read, null, BodyPart().Replace(read.Body.ReplaceLineEndings("\n"), Body(digest).TrimEnd('\n').Replace("$", "$$", StringComparison.Ordinal), 1));
        }
    }

    private async Task DeleteAsync(string name, string? tip, CancellationToken cancellationToken)
    {
        if (tip is not null)
        {
            await _remote.DeleteAsync(name, tip, cancellationToken);
        }
    }

    // What people write around it stays.
    [GeneratedRegex("(?ms)^<!-- postmortem\\.dev/begin index .*?^<!-- postmortem\\.dev/end index -->$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BodyPart();

    private static string Mark(string digest) => $"{DigestName}=\"{digest}\"";

    private static string Body(string digest) => $"<!-- postmortem.dev/begin {Block} version=\"{Marker.Version}\" {Mark(digest)} -->\n\nThe list of post-mortems, with those that were merged since.\n\n<!-- postmortem.dev/end {Block} -->\n";

    private static void Note(Dictionary<GitRequest, GitDelivery> deliveries, IReadOnlyList<KeyValuePair<GitRequest, GitDelivery>> merged, FailureException failure)
    {
        foreach (var (request, delivery) in merged)
        {
            deliveries[request] = delivery with { Notes = [failure.Message] };
        }
    }

    private async Task<string?> TextAsync(GitBranchState state, CancellationToken cancellationToken) =>
        state.Find(Path) is { IsFile: true } entry && (await state.ReadAsync([entry.ObjectId], cancellationToken)).TryGetValue(entry.ObjectId, out var content) ? Encoding.UTF8.GetString(content) : null;
}
