using Octokit;
using Octokit.Internal;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>GitHub's REST API for one repository: its connections, limits and clock. Safe for concurrent use.</summary>
/// <param name="options">The repository; validated.</param>
/// <param name="time">The clock.</param>
internal sealed class GitHubApi(GitRepositoryOptions options, TimeProvider time) : IDisposable
{
    public const string Accepts = "application/vnd.github+json";
    public const string Agent = "postmortem-operator";
    public const string ContentType = "application/json";

    private readonly Lock _lock = new();
    private HttpMessageInvoker? _connections;
    private string? _authorities;

    public GitHubRepository Repository { get; } = GitHubRepository.Parse(options.Url, options.ApiUrl) ?? throw new ArgumentException("The URL was not validated.", nameof(options));

    public TimeProvider Time => time;

    public TimeSpan Timeout => options.Timeout;

    /// <summary>Between two attempts of one request.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Those of the account.</summary>
    public GitHubLimits Limits { get; init; } = new(time);

    /// <summary>How far GitHub's clock is ahead of ours, by its newest answer.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>How messages name the repository.</summary>
    public string Subject => $"Git repository '{options.Name}'";

    public HttpMessageInvoker Connections => _connections ?? throw new InvalidOperationException("No client was opened.");

    /// <summary>A client for one piece of work.</summary>
    /// <param name="token">What it sends as bearer token.</param>
    /// <param name="authorities">CA certificates in PEM; null for the system's.</param>
    /// <param name="cancellationToken">Ends every request of the client.</param>
    /// <exception cref="Core.FailureException">The certificates cannot be read.</exception>
    public GitHubClient Open(string token, string? authorities, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_connections is null || authorities != _authorities)
            {
                // Requests of the old connections end on them.
                _connections = GitHubTransport.Create(authorities, options.Timeout);
                _authorities = authorities;
            }
        }

        GitHubRoots.Keep();
        var http = new HttpClientAdapter(() => new GitHubHandler(this, cancellationToken));
        var credentials = new InMemoryCredentialStore(new Credentials(token, AuthenticationType.Bearer));
        return new GitHubClient(new Connection(new ProductHeaderValue(Agent), Repository.Api, credentials, http, new GitHubSerializer()));
    }

    /// <summary>All pages of a list of the repository. Octokit's own lists have parameters that GitHub does not describe for some.</summary>
    /// <param name="client">A client.</param>
    /// <param name="path">What follows the repository, such as "issues".</param>
    /// <param name="question">The parameters.</param>
    public Task<IReadOnlyList<T>> ListAsync<T>(GitHubClient client, string path, IDictionary<string, string>? question = null) =>
        new ApiConnection(client.Connection).GetAll<T>(new Uri($"repos/{Repository.Owner}/{Repository.Name}/{path}", UriKind.Relative), question ?? new Dictionary<string, string>(StringComparer.Ordinal), new ApiOptions { PageSize = 100 });

    public void Dispose() => _connections?.Dispose();
}
