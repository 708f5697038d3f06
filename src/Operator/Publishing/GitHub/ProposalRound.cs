using Octokit;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>
/// Brings one document after the other to a pull request. Each step may be the last before a crash: branch and pull request are found again by
/// their names. At most one pull request is open for a resource; what changes after a merge is proposed in another one, from the branch as
/// it is then.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="trunk">What is known of the branch into which people merge.</param>
/// <param name="api">GitHub.</param>
/// <param name="client">A client.</param>
/// <param name="book">The open pull requests.</param>
/// <param name="known">The branches of this cluster's pull requests, with their newest commits.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class ProposalRound(
    GitRepositoryOptions repository, GitBranchState trunk, GitHubApi api, GitHubClient client, PullRequestBook book, IReadOnlyDictionary<string, string> known, CancellationToken cancellationToken)
{
    // Somebody else's change between our look and our write, so many times in a row.
    private const int MostRaces = 5;

    private static readonly TimeSpan LongestLag = TimeSpan.FromMinutes(10);

    private readonly PullRequests _pulls = new(repository, api, client, cancellationToken);
    private readonly ProposalBranches _branches = new(api, client, trunk.Copy, known, cancellationToken);
    private readonly ProposalPlans _plans = new(repository, trunk, cancellationToken);
    private readonly ProposalAnswers _answers = new(trunk, api, new PullRequests(repository, api, client, cancellationToken), new PullReviews(api, client, cancellationToken), new ProposalOffers(api, client), book, cancellationToken);

    /// <summary>Proposes a document, or finds that it needs no proposal.</summary>
    /// <exception cref="FailureException">It cannot be proposed.</exception>
    public async Task<GitDelivery> RunAsync(GitRequest request)
    {
        var name = ProposalBranch.Of(repository, request.Document.Owner);
        for (var attempt = 0; attempt < MostRaces; attempt++)
        {
            var delivery = request.IsRemoval ? await RemoveAsync(request, name)
                : book.Find(name) is { } open ? await UpdateAsync(request, name, open)
                : await BeginAsync(request, name);
            if (delivery is not null)
            {
                return delivery;
            }

            await trunk.EnsureFreshAsync(force: true, cancellationToken);
            await _branches.LookAsync(name);
        }

        throw new FailureException(Reasons.GitUnavailable, $"{api.Subject}: branch {name} or its pull request changed during each of {MostRaces} attempts; they are tried again");
    }

    /// <summary>Brings an open pull request up to date.</summary>
    /// <returns>Null if somebody else was faster.</returns>
    private async Task<GitDelivery?> UpdateAsync(GitRequest request, string name, OpenPull open)
    {
        if (_branches.TipOf(name) is null)
        {
            // Deleted or renamed, and GitHub closes the pull request.
            await book.ReadAsync(client, open);
            return book.Find(name) is null ? null : throw new FailureException(Reasons.GitUnavailable, $"{api.Subject}: branch {name} is gone, and pull request #{open.Number} still open");
        }

        var head = await HeadAsync(name);
        if (await _plans.IsDeletedByPeopleAsync(request, head))
        {
            return await _answers.ProposedAsync(request, open, name, head, plan: null);
        }

        var (plan, answer) = await _plans.PlanAsync(request, head);
        if (plan is null)
        {
            return answer;
        }

        if (await _plans.IsSubstantialAsync(plan, head))
        {
            return await ChangeAsync(request, name, open, head, plan) ? await _answers.ProposedAsync(request, book.Find(name)!, name, head, plan) : null;
        }

        if (_plans.IsInTrunk(plan))
        {
            // Somebody brought it there in another way.
            request.EnsureMayAct();
            await _pulls.CloseAsync(open);
            book.Remove(name);
            await _branches.RemoveAsync(name, head.Tip);
            return null;
        }

        return await _answers.ProposedAsync(request, open, name, head, plan);
    }

    /// <summary>Commits to the branch of an open pull request.</summary>
    /// <returns>False if somebody else was faster.</returns>
    private async Task<bool> ChangeAsync(GitRequest request, string name, OpenPull open, GitBranchState head, GitPlan plan)
    {
        request.EnsureMayAct();
        var commit = await _branches.CommitAsync(request, head, plan);
        if (!await _branches.MoveAsync(name, head.Tip!, commit))
        {
            return false;
        }

        var read = await book.ReadAsync(client, open);
        if (book.Find(name) is not null)
        {
            return true;
        }

        // Merged in this moment, without this commit, which nobody else has seen.
        await _branches.RemoveAsync(name, read.Merged && read.Head.Sha != commit ? commit : null);
        return false;
    }

    /// <summary>Proposes what no open pull request proposes, if it is worth one and people have not declined it.</summary>
    /// <returns>Null if somebody else was faster.</returns>
    private async Task<GitDelivery?> BeginAsync(GitRequest request, string name)
    {
        var (plan, answer) = await _plans.PlanAsync(request, trunk);
        if (plan is null)
        {
            return answer;
        }

        if (!await _plans.IsSubstantialAsync(plan, trunk))
        {
            return await _answers.PublishedAsync(request, plan);
        }

        var last = await _pulls.LastAsync(name);
        if (last is { State.StringValue: "open" })
        {
            book.Set(OpenPull.Of(last));
            await _branches.LookAsync(name);
            return null;
        }

        if (last is not null && IsJustMerged(last) && !await trunk.History.ContainsAsync(last.MergeCommitSha, trunk.Tip!, cancellationToken))
        {
            throw new FailureException(Reasons.GitUnavailable, $"{api.Subject}: pull request #{last.Number} is merged, and branch {repository.Branch} does not show it yet; it is looked at again");
        }

        if (last is { Merged: false } && await IsDeclinedAsync(request, last))
        {
            return _answers.Declined(request, plan.Path, name, last.Number, last.HtmlUrl) with { Edited = plan.Edited };
        }

        if (book.Count >= repository.MaxOpenPullRequests)
        {
            return _answers.NotYet(request, plan.Path, name, null) with { Edited = plan.Edited, Boxes = await _answers.FormerAsync(request, trunk.Tip!, null) };
        }

        request.EnsureMayAct();
        return await MayBeginAsync(name, last) ? await OpenAsync(request, name, plan, last) : null;
    }

    // What git shows lags behind the API by moments. Of one that was merged long ago a large repository's history tells nothing any more.
    private bool IsJustMerged(PullRequest last) => last is { Merged: true, MergeCommitSha: not null, MergedAt: { } at } && last.Base.Ref == repository.Branch && api.Time.GetUtcNow() + api.Skew - at < LongestLag;

    private async Task<GitDelivery?> OpenAsync(GitRequest request, string name, GitPlan plan, PullRequest? last)
    {
        if (_branches.TipOf(name) is null)
        {
            var commit = await _branches.CommitAsync(request, trunk, plan);
            if (!await _branches.BeginAsync(name, commit))
            {
                return null;
            }
        }

        var body = new ProposalBody(request, _pulls.LinkTo(name, plan.Path), last?.Number);
        if (await _pulls.OpenAsync(name, request.Proposal!.Title, body.Write()) is not { } opened)
        {
            return null;
        }

        // What a crash left in the branch, or people went on with, is brought up to date there.
        book.Set(OpenPull.Of(opened));
        return await UpdateAsync(request, name, book.Find(name)!);
    }

    private async Task<GitDelivery> RemoveAsync(GitRequest request, string name)
    {
        var last = await _pulls.LastAsync(name);
        if (last is { State.StringValue: "open" })
        {
            request.EnsureMayAct();
            await _pulls.CloseAsync(OpenPull.Of(last));
            book.Remove(name);
            await _branches.RemoveAsync(name, _branches.TipOf(name));
        }
        else if (last is null || last.Body?.Contains(ProposalBody.ClosedMarker, StringComparison.Ordinal) == true)
        {
            // A crash left the branch.
            request.EnsureMayAct();
            await _branches.RemoveAsync(name, _branches.TipOf(name));
        }

        return new GitDelivery(request.Digest) { Path = request.Path, ObjectId = "" };
    }

    /// <summary>Whether a person closed it, and nobody has asked for another one since.</summary>
    private async Task<bool> IsDeclinedAsync(GitRequest request, PullRequest last)
    {
        var before = request.Proposal!.Previous;
        return before is { State: PullRequestState.Declined } && before.Number == last.Number
            ? request.Proposal.Token.Length == 0 || before.DeclinedAt == request.Proposal.Token
            : await _pulls.IsClosedByPersonAsync(last, _branches.TipOf(last.Head.Ref) is not null);
    }

    /// <summary>Whether the branch's name is free, or what it holds is to be gone on with. One whose pull request is merged cannot be used again.</summary>
    private async Task<bool> MayBeginAsync(string name, PullRequest? last)
    {
        if (last is null || _branches.TipOf(name) is not { } tip)
        {
            return true;
        }

        var below = tip == last.Head.Sha ? tip : await _pulls.OwnBaseAsync(tip);
        if (below == last.Head.Sha)
        {
            return await _branches.RemoveAsync(name, tip);
        }

        // A crash left the branch of the next one, made from the trunk.
        var isNext = below is not null && await trunk.History.ContainsAsync(below, trunk.Tip!, cancellationToken);
        return !last.Merged || isNext ? true : throw new FailureException(
            Reasons.BranchNameTaken, $"{api.Subject}: branch {name} has commits from after pull request #{last.Number} was merged; merge them in another pull request, or delete the branch", isTerminal: true);
    }

    private async Task<GitBranchState> HeadAsync(string name)
    {
        var head = new GitBranchState(trunk.Copy.On(name), repository.Root, api.Time);
        await head.EnsureFreshAsync(force: true, cancellationToken);
        return head;
    }
}
