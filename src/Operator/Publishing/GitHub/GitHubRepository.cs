using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>A repository as GitHub's REST API knows it.</summary>
/// <param name="Owner">The user or organization.</param>
/// <param name="Name">The name within it.</param>
/// <param name="Api">Where the API is; ends with a slash.</param>
internal sealed record GitHubRepository(string Owner, string Name, Uri Api)
{
    /// <summary>The value of <see cref="GitRepositoryOptions.Provider"/> that names GitHub.</summary>
    public const string Provider = "github";

    /// <summary>Where the GraphQL API is, for the little that the REST API does not tell.</summary>
    public Uri Graph => Api.AbsolutePath.EndsWith("/api/v3/", StringComparison.Ordinal) ? new Uri(Api, "../graphql") : new Uri(Api, "graphql");

    private const string Cloud = "github.com";
    private const string CloudWithResidency = ".ghe.com";

    /// <summary>Reads owner and name from a repository's URL, and where the API is from its host, unless that is configured.</summary>
    /// <returns>Null for a URL that is not that of a repository on GitHub, and for an API that is at no http URL.</returns>
    public static GitHubRepository? Parse(string url, string? api)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            return null;
        }

        var segments = uri.AbsolutePath.Trim('/').Split('/');
        var name = segments[^1].EndsWith(".git", StringComparison.Ordinal) ? segments[^1][..^4] : segments[^1];
        return segments.Length == 2 && segments[0].Length > 0 && name.Length > 0 && ApiOf(uri, api) is { } root ? new GitHubRepository(segments[0], name, root) : null;
    }

    /// <summary>Whether another one is this repository, whose names have no case.</summary>
    public bool IsSame(GitHubRepository? other) =>
        other is not null && Api == other.Api && string.Equals(Owner, other.Owner, StringComparison.OrdinalIgnoreCase) && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    private static Uri? ApiOf(Uri repository, string? api)
    {
        if (api is not null)
        {
            return Uri.TryCreate(api.TrimEnd('/') + "/", UriKind.Absolute, out var configured) && configured is { Scheme: "https" or "http", UserInfo: "", Query: "", Fragment: "" } ? configured : null;
        }

        return repository.Host is Cloud or "www." + Cloud || repository.Host.EndsWith(CloudWithResidency, StringComparison.Ordinal)
            ? new Uri($"https://api.{(repository.Host.StartsWith("www.", StringComparison.Ordinal) ? Cloud : repository.Host)}/")
            : new Uri(repository, "/api/v3/");
    }
}
