using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Runtime;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>What the action items of a post-mortem ask of issues.</summary>
internal static class IssueRequests
{
    /// <summary>The requests.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="items">How far its action items have come.</param>
    /// <param name="outputs">Where its document is.</param>
    /// <param name="git">The repositories.</param>
    public static IReadOnlyList<IssueRequest> Of(ObjectKey key, PostMortemSpec spec, IEnumerable<ActionItemReport> items, IReadOnlyList<OutputStatus> outputs, GitRepositories git) =>
    [
        .. items.Where(i => i.Issue is not null).Select(i => new IssueRequest(new DocumentOwner(git.ClusterName, key.Namespace, key.Name), i.Spec, i.Issue! with { Problem = null })
        {
            Title = spec.Title,
            Link = outputs.Select(o => Link(o, git)).FirstOrDefault(l => l is not null),
            IsOverdue = i.Overdue,
        }),
    ];

    private static string? Link(OutputStatus output, GitRepositories git)
    {
        if (output.Type != GitPublisher.Type || output.Location.Split('/', 2) is not [var name, var path] || git.Find(name)?.Options is not { Provider: GitHubRepository.Provider } options)
        {
            return null;
        }

        return output.PullRequest is { State: PullRequestState.Open, Url: var url } ? url : $"{(options.Url.EndsWith(".git", StringComparison.Ordinal) ? options.Url[..^4] : options.Url)}/blob/{Escape(options.Branch)}/{Escape(path)}";
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
