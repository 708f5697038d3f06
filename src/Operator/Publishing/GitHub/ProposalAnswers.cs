using Operator.Api;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub;

/// <summary>What is said of documents: that they are proposed, for which their pull request is brought up to date, or published.</summary>
/// <param name="trunk">What is known of the branch into which people merge.</param>
/// <param name="api">GitHub.</param>
/// <param name="pulls">Single pull requests.</param>
/// <param name="reviews">Their reviews.</param>
/// <param name="aside">What is offered in their comments.</param>
/// <param name="book">The open ones.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class ProposalAnswers(GitBranchState trunk, GitHubApi api, PullRequests pulls, PullReviews reviews, ProposalOffers aside, PullRequestBook book, CancellationToken cancellationToken)
{
    /// <summary>An answer about a document that is not in the trunk.</summary>
    public GitDelivery NotYet(GitRequest request, string path, string name, PullRequestStatus? pull) => new(request.Digest)
    {
        Path = path,
        Revision = request.PreviousRevision,
        ObjectId = trunk.Find(path)?.ObjectId,
        IsProposed = true,
        PullRequest = pull,
        Branch = name,
    };

    /// <summary>The answer about a declined one.</summary>
    public GitDelivery Declined(GitRequest request, string path, string name, int number, string url) => NotYet(request, path, name, new PullRequestStatus
    {
        Number = number,
        Url = url,
        State = PullRequestState.Declined,
        Reviewers = Asked(request, number) is { Count: > 0 } asked ? asked : null,
        DeclinedAt = request.Proposal!.Token,
    });

    /// <summary>Brings title, body, labels and reviewers of an open pull request up to date.</summary>
    /// <param name="request">The document.</param>
    /// <param name="open">The pull request.</param>
    /// <param name="name">Its branch.</param>
    /// <param name="head">What is known of that.</param>
    /// <param name="plan">What the document needed there; null if people deleted it.</param>
    public async Task<GitDelivery> ProposedAsync(GitRequest request, OpenPull open, string name, GitBranchState head, GitPlan? plan)
    {
        var path = plan?.Path ?? request.Path;
        var offers = plan?.Offers ?? [];
        var refusal = offers.Count > 0 || ProposalBody.TellsOfOffers(open.Body) ? await aside.SyncAsync(open.Number, offers, pulls.LinkTo(name, path), request.EnsureMayAct) : null;
        var body = new ProposalBody(request, pulls.LinkTo(name, path), null) { Offered = refusal is null ? [.. offers.Select(o => o.Name)] : [] };
        (open, var ticked) = await WriteAsync(request, open, body);
        var (asked, refused) = await AskAsync(request, open.Number);
        var boxes = plan is not { Boxes.Count: > 0 } ? [] : await new BoxHistory(head, plan.Path, plan.Request).StateAsync(plan.Boxes, head.Tip!, cancellationToken);
        var inBody = ticked.Where(b => b.ActionItem is not null)
            .Select(b => new BoxStatement(b.ActionItem, null, b.IsTicked, api.Time.GetUtcNow(), null, open.Head) { Source = StatementSource.PullRequest });
        var pull = new PullRequestStatus { Number = open.Number, Url = open.Url, State = PullRequestState.Open, Reviewers = asked.Count == 0 ? null : asked };
        return NotYet(request, path, name, pull) with
        {
            Seen = request.Proposal!.Approvers.Count == 0 ? open.Seen : IsSettled(open) ? open.SeenWithReviews : null,
            Boxes = [.. boxes, .. inBody, .. await FormerAsync(request, open.Head, open.Number), .. await reviews.ReadAsync(open.Number, open.Head, request.Proposal.Approvers, path, open.Head)],
            Edited = plan?.Edited ?? [],
            Notes = [.. Notes(open, plan, refusal), .. refused],
        };
    }

    /// <summary>What reviews of the pull request said that the status has as open, if it is merged and another one follows already: nobody has read them since.</summary>
    /// <param name="request">The document.</param>
    /// <param name="newest">The commit with the newest figures.</param>
    /// <param name="number">The open pull request; null for none.</param>
    public async Task<IReadOnlyList<BoxStatement>> FormerAsync(GitRequest request, string newest, int? number) =>
        request.Proposal is { Previous: { State: PullRequestState.Open } before, Approvers: { Count: > 0 } approvers } && before.Number != number && await pulls.ReadAsync(before.Number) is { Merged: true } merged
            ? await reviews.ReadAsync(merged.Number, merged.Head.Sha, approvers, request.Path, newest)
            : [];

    private IEnumerable<string> Notes(OpenPull open, GitPlan? plan, string? refusal)
    {
        if (open.Base != pulls.Base)
        {
            yield return $"somebody has it merged into {open.Base}, and it is published once that comes into {pulls.Base}";
        }

        if (plan is null)
        {
            yield return "somebody deleted the document there, so it is not written again";
        }

        if (refusal is not null && plan?.Offers.Count > 0)
        {
            yield return refusal;
        }
    }

    /// <summary>The answer about a document that is in the trunk.</summary>
    public async Task<GitDelivery> PublishedAsync(GitRequest request, GitPlan plan)
    {
        var before = request.Proposal!.Previous;
        var isNew = before is { State: not PullRequestState.Merged };
        var (merged, said) = isNew && await pulls.ReadAsync(before!.Number) is { Merged: true } read
            ? (before with { State = PullRequestState.Merged, DeclinedAt = null }, await reviews.ReadAsync(read.Number, read.Head.Sha, request.Proposal.Approvers, plan.Path, trunk.Tip!))
            : (isNew ? null : before, (IReadOnlyList<BoxStatement>)[]);
        return new GitDelivery(request.Digest)
        {
            Path = plan.Path,
            Revision = isNew ? trunk.Tip : request.PreviousRevision ?? trunk.Tip,
            ObjectId = trunk.Find(plan.Path)?.ObjectId,
            Edited = plan.Edited,
            Boxes = [.. plan.Boxes.Count == 0 ? [] : await new BoxHistory(trunk, plan.Path, plan.Request).StateAsync(plan.Boxes, trunk.Tip!, cancellationToken), .. said],
            PullRequest = merged,
        };
    }

    // GitHub tells the time of a change in seconds: a review in the second of the last one looks like no change.
    private bool IsSettled(OpenPull open) => api.Time.GetUtcNow() + api.Skew - open.UpdatedAt > TimeSpan.FromSeconds(5);

    /// <summary>Brings title and body up to date, upon what they are at this moment: people may have written since they were listed.</summary>
    private async Task<(OpenPull Open, IReadOnlyList<TickedBox> Boxes)> WriteAsync(GitRequest request, OpenPull open, ProposalBody body)
    {
        var merged = body.Merge(open.Body);
        if (Changes(request, open, merged?.Text) is (null, null))
        {
            return (open, merged?.Boxes ?? []);
        }

        request.EnsureMayAct();
        var read = await pulls.ReadAsync(open.Number);
        if (read.State.StringValue != "open")
        {
            // The next look tells what became of it.
            return (open, merged?.Boxes ?? []);
        }

        open = OpenPull.Of(read);
        merged = body.Merge(open.Body);
        if (Changes(request, open, merged?.Text) is var (title, text) && (title ?? text) is not null)
        {
            open = await pulls.UpdateAsync(open, title, text);
        }

        book.Set(open);
        return (open, merged?.Boxes ?? []);
    }

    private static (string? Title, string? Body) Changes(GitRequest request, OpenPull open, string? body) =>
        (open.Title != request.Proposal!.Title && ProposalBody.IsOwnTitle(open.Title, open.Body) ? request.Proposal.Title : null,
        body?.ReplaceLineEndings("\n") == open.Body.ReplaceLineEndings("\n") ? null : body);

    // Labels and reviewers are set once: what people change of them stays.
    private async Task<(IReadOnlyList<string> Asked, IReadOnlyList<string> Notes)> AskAsync(GitRequest request, int number)
    {
        List<string> asked = [.. Asked(request, number)], notes = [];
        if (request.Proposal!.Previous?.Number != number)
        {
            request.EnsureMayAct();
            notes.AddRange(await pulls.LabelAsync(number, request.Proposal.Labels));
        }

        foreach (var login in request.Proposal.Reviewers.Except(asked, StringComparer.OrdinalIgnoreCase).ToList())
        {
            request.EnsureMayAct();
            if (await pulls.AskAsync(number, login) is { } refusal)
            {
                notes.Add(refusal);
            }
            else
            {
                asked.Add(login);
            }
        }

        return (asked, notes);
    }

    private static IReadOnlyList<string> Asked(GitRequest request, int number) => request.Proposal!.Previous is { } before && before.Number == number ? before.Reviewers ?? [] : [];
}
