using Octokit;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>What people say in reviews of pull requests.</summary>
/// <param name="api">GitHub.</param>
/// <param name="client">A client.</param>
internal sealed class PullReviews(GitHubApi api, GitHubClient client)
{
    private const string Approved = "APPROVED";
    private const string ChangesRequested = "CHANGES_REQUESTED";
    private const string Dismissed = "DISMISSED";

    private static readonly string[] Writers = ["admin", "maintain", "write"];

    private readonly Dictionary<string, bool> _mayWrite = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the reviewers say. The latest review that says something counts: a comment takes nothing back.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="head">The newest commit of its branch.</param>
    /// <param name="approvers">The reviewers with their logins.</param>
    /// <exception cref="Core.FailureException">GitHub does not tell.</exception>
    public async Task<IReadOnlyList<BoxStatement>> ReadAsync(int number, string head, IReadOnlyList<(string Reviewer, string Login)> approvers)
    {
        if (approvers.Count == 0)
        {
            return [];
        }

        try
        {
            var reviews = await client.PullRequest.Review.GetAll(api.Repository.Owner, api.Repository.Name, number, new ApiOptions { PageSize = 100 });
            List<BoxStatement> statements = [];
            foreach (var (reviewer, login) in approvers)
            {
                // The account of a review may be gone.
                if (reviews.Where(r => login.Equals(r.User?.Login, StringComparison.OrdinalIgnoreCase) && r.State.StringValue?.ToUpperInvariant() is Approved or ChangesRequested or Dismissed).MaxBy(r => r.Id) is { } review)
                {
                    statements.Add(await StatementAsync(reviewer, review, head));
                }
            }

            return statements;
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"the reviews of pull request #{number} cannot be read");
        }
    }

    private async Task<BoxStatement> StatementAsync(string reviewer, PullRequestReview review, string head)
    {
        // A push dismisses reviews of the commits before it; a person dismisses those of the newest one.
        var isStale = review.State.StringValue!.Equals(Dismissed, StringComparison.OrdinalIgnoreCase) && review.CommitId != head;
        var isApproved = review.State.StringValue.Equals(Approved, StringComparison.OrdinalIgnoreCase);
        return new BoxStatement(null, reviewer, isApproved || isStale, review.SubmittedAt, review.User.Login, review.CommitId)
        {
            IsReview = true,
            IsStale = isStale,
            VerifiedLogin = isApproved && await MayWriteAsync(review.User.Login) ? review.User.Login : null,
        };
    }

    // In a public repository anybody may approve.
    private async Task<bool> MayWriteAsync(string login)
    {
        if (!_mayWrite.TryGetValue(login, out var may))
        {
            var permission = await client.Repository.Collaborator.ReviewPermission(api.Repository.Owner, api.Repository.Name, login);
            _mayWrite[login] = may = Writers.Contains(permission.Permission, StringComparer.OrdinalIgnoreCase);
        }

        return may;
    }
}
