using Octokit;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>What people say in reviews of pull requests.</summary>
/// <param name="api">GitHub.</param>
/// <param name="client">A client.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class PullReviews(GitHubApi api, GitHubClient client, CancellationToken cancellationToken)
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
    /// <param name="document">Where the document is.</param>
    /// <param name="newest">The commit with the newest figures.</param>
    /// <exception cref="Core.FailureException">GitHub does not tell.</exception>
    public async Task<IReadOnlyList<BoxStatement>> ReadAsync(int number, string head, IReadOnlyList<(string Reviewer, string Login)> approvers, string document, string newest)
    {
        if (approvers.Count == 0)
        {
            return [];
        }

        try
        {
            var reviews = await client.PullRequest.Review.GetAll(api.Repository.Owner, api.Repository.Name, number, new ApiOptions { PageSize = 100 });
            var figures = new ReviewedFigures(api, client, document, newest, cancellationToken);
            var dismissals = reviews.Any(r => Is(r, Dismissed)) ? await new ReviewDismissals(api, client, cancellationToken).ReadAsync(number) : new Dictionary<long, bool>();
            List<BoxStatement> statements = [];
            foreach (var (reviewer, login) in approvers)
            {
                // The account of a review may be gone.
                if (reviews.Where(r => login.Equals(r.User?.Login, StringComparison.OrdinalIgnoreCase) && r.State.StringValue?.ToUpperInvariant() is Approved or ChangesRequested or Dismissed).MaxBy(r => r.Id) is { } review)
                {
                    var statement = await StatementAsync(reviewer, review, Is(review, Dismissed) && (dismissals.TryGetValue(review.Id, out var byCommit) ? byCommit : review.CommitId != head));
                    statements.Add(statement.IsTicked ? statement with { IsOlderThanFigures = await figures.AreOlderAsync(review.CommitId) } : statement);
                }
            }

            return statements;
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"the reviews of pull request #{number} cannot be read");
        }
    }

    private async Task<BoxStatement> StatementAsync(string reviewer, PullRequestReview review, bool isStale)
    {
        var isApproved = Is(review, Approved);
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
            _mayWrite[login] = may = await PermissionAsync(login) is var permission && Writers.Contains(permission, StringComparer.OrdinalIgnoreCase);
        }

        return may;
    }

    private async Task<string> PermissionAsync(string login)
    {
        try
        {
            return (await client.Repository.Collaborator.ReviewPermission(api.Repository.Owner, api.Repository.Name, login)).Permission;
        }
        catch (NotFoundException)
        {
            // An account that was renamed or deleted since.
            return "";
        }
    }

    private static bool Is(PullRequestReview review, string state) => state.Equals(review.State.StringValue, StringComparison.OrdinalIgnoreCase);
}
