using System.Net;
using Octokit;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>Turns a refusal of GitHub's API into a reason, with GitHub's own words.</summary>
internal static class GitHubFailures
{
    /// <summary>The failure.</summary>
    /// <param name="api">Which repository.</param>
    /// <param name="refusal">What GitHub said.</param>
    /// <param name="what">What was asked, such as "the pull request cannot be opened".</param>
    public static FailureException Of(GitHubApi api, ApiException refusal, string what)
    {
        var (reason, isTerminal, hint) = Judge(refusal);
        return new FailureException(reason, $"{api.Subject}: {what}: {Words(refusal)}{hint}", isTerminal, inner: refusal);
    }

    /// <summary>What GitHub says, with each of its errors.</summary>
    public static string Words(ApiException refusal)
    {
        var errors = refusal.ApiError?.Errors?.Select(e => e.Message ?? $"{e.Field} {e.Code}".Trim()).Where(e => e.Length > 0) ?? [];
        return GitMessage.Clean(string.Join("; ", errors.Prepend(refusal.Message)), []);
    }

    /// <summary>Whether GitHub's words have some of these.</summary>
    public static bool Says(this ApiException refusal, string words) => Words(refusal).Contains(words, StringComparison.OrdinalIgnoreCase);

    private static (string Reason, bool IsTerminal, string Hint) Judge(ApiException refusal) => refusal.StatusCode switch
    {
        HttpStatusCode.NotFound => (Reasons.RepositoryNotFound, true, "; there is no such repository, or the credentials lack a permission for it (contents, pull requests and issues: read and write)"),
        HttpStatusCode.Gone => (Reasons.RepositoryNotFound, true, "; it is switched off for the repository"),
        HttpStatusCode.Conflict when refusal.Says("empty") => (Reasons.RepositoryEmpty, true, "; make a first commit, such as a README.md"),
        HttpStatusCode.Conflict when refusal.Says("secret") => (Reasons.SecretDetected, true, "; take the secret out of the resource"),
        HttpStatusCode.Conflict => (Reasons.GitUnavailable, false, ""),
        HttpStatusCode.UnprocessableEntity => (Reasons.PushRefused, true, ""),
        _ => (Reasons.GitUnavailable, false, ""),
    };
}
