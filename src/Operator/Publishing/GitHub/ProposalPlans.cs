using System.Text;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>What documents need in the trunk and in the branches of their pull requests.</summary>
/// <param name="repository">The repository.</param>
/// <param name="trunk">What is known of the branch into which people merge.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class ProposalPlans(GitRepositoryOptions repository, GitBranchState trunk, CancellationToken cancellationToken)
{
    /// <summary>Plans a document; or says why it needs none, or cannot have one.</summary>
    public async Task<(GitPlan? Plan, GitDelivery? Answer)> PlanAsync(GitRequest request, GitBranchState state)
    {
        // What was in the trunk says nothing of another branch.
        var asked = ReferenceEquals(state, trunk) ? request : request with { PreviousRevision = null };
        Dictionary<GitRequest, GitDelivery> answers = [];
        var plan = (await new GitPlans(repository, state, answers).PlanAsync([asked], cancellationToken)).SingleOrDefault();
        return plan is null ? (null, answers[asked]) : (plan, null);
    }

    /// <summary>Whether a plan changes something that people would want to read.</summary>
    public async Task<bool> IsSubstantialAsync(GitPlan plan, GitBranchState state) =>
        plan.Changes.FirstOrDefault(c => c.Path == plan.Path) is { } change
        && (await TextAsync(plan.Path, state) is not { } before || Substance.Differs(before, Encoding.UTF8.GetString(change.Content!)));

    /// <summary>Whether the trunk has the document as it would be.</summary>
    public bool IsInTrunk(GitPlan plan) => trunk.Find(plan.Path)?.ObjectId == plan.ObjectId;

    /// <summary>Whether people deleted the document in the branch of its pull request.</summary>
    public async Task<bool> IsDeletedByPeopleAsync(GitRequest request, GitBranchState head) =>
        head.Find(request.Path) is null && await head.FindDocumentAsync(request, cancellationToken) is null
        && await head.History.ChangesAsync(request.Path, head.Tip!, cancellationToken) is [{ After: null, IsOperators: false }, ..];

    private async Task<string?> TextAsync(string path, GitBranchState state) =>
        state.Find(path) is { IsFile: true } entry && (await state.ReadAsync([entry.ObjectId], cancellationToken)).TryGetValue(entry.ObjectId, out var content) ? Encoding.UTF8.GetString(content) : null;
}
