using System.IO.Enumeration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Operator.Api;
using Operator.Core;
using Operator.Runtime;

namespace Operator.Publishing.Git;

/// <summary>The configured repositories, each with a worker of its own.</summary>
internal sealed class GitRepositories : BackgroundService
{
    private readonly Dictionary<string, (GitRepositoryOptions Options, GitBranchWorker Worker)> _workers;

    /// <summary>Makes the workers; they start with the host.</summary>
    /// <param name="options">The configuration; validated.</param>
    /// <param name="clusterName">The name of the cluster; validated.</param>
    /// <param name="credentials">Reads credentials.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">The logs.</param>
    public GitRepositories(GitOptions options, string? clusterName, GitCredentialsReader credentials, TimeProvider time, ILoggerFactory loggers)
    {
        ClusterName = clusterName ?? "";
        AdoptClusters = options.AdoptClusters;
        var folder = options.Directory ?? Path.Combine(Path.GetTempPath(), "postmortem-operator", "git");
        var log = loggers.CreateLogger<GitRepositories>();
        _workers = options.Repositories.ToDictionary(
            r => r.Name, r => (r, new GitBranchWorker(r, credentials, Path.Combine(folder, r.Name), key => Wake(key), time, log)), StringComparer.Ordinal);
    }

    public string ClusterName { get; }

    /// <summary>Other clusters whose documents are taken over.</summary>
    public IReadOnlyList<string> AdoptClusters { get; }

    /// <summary>Has a resource looked at; the controller sets it.</summary>
    public Action<ObjectKey> Wake { get; set; } = static _ => { };

    /// <summary>The names of all repositories.</summary>
    public IEnumerable<string> Names => _workers.Keys;

    /// <summary>A repository; null if there is none of that name.</summary>
    public (GitRepositoryOptions Options, GitBranchWorker Worker)? Find(string name) => _workers.TryGetValue(name, out var found) ? found : null;

    /// <summary>The repository that a resource names.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ns">The resource's namespace.</param>
    /// <param name="field">Where the resource names it.</param>
    /// <exception cref="FailureException">RepositoryUnknown or RepositoryForbidden.</exception>
    public (GitRepositoryOptions Options, GitBranchWorker Worker) Require(string name, string ns, string field = "spec.outputs.git.repository")
    {
        var found = Find(name) ?? throw new FailureException(
            Reasons.RepositoryUnknown, $"{field}: no repository '{name}' is configured{NearestName.Hint(name, [.. Names.Where(n => IsOpen(Find(n)!.Value.Options, ns))])}", isTerminal: true);
        return IsOpen(found.Options, ns) ? found : throw new FailureException(
            Reasons.RepositoryForbidden,
            $"{field}: '{name}' is not open to namespace {ns}; name another, or have the operator's administrator allow it in allowedNamespaces",
            isTerminal: true);
    }

    private static bool IsOpen(GitRepositoryOptions options, string ns) => options.AllowedNamespaces.Any(g => FileSystemName.MatchesSimpleExpression(g, ns, ignoreCase: false));

    /// <summary>Whether a branch has something new about a resource.</summary>
    public bool HasNews(ObjectKey key) => _workers.Values.Any(w => w.Worker.HasNews(key));

    /// <summary>
    /// What people say by boxes in a resource's published files, as far as its status does not have it. It is known after each answer of a
    /// branch, and after a restart once the file was compared; until it is heard it is news.
    /// </summary>
    public IReadOnlyList<BoxStatement> Hear(ObjectKey key) => [.. _workers.Values.SelectMany(w => w.Worker.Hear(key))];

    /// <summary>Forgets a resource that is gone.</summary>
    public void Forget(ObjectKey key) => ForgetOthers(key, null);

    /// <summary>Forgets what is known of a resource in repositories to which it is published no more.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="repository">Where it is published now; null for nowhere.</param>
    public void ForgetOthers(ObjectKey key, string? repository)
    {
        foreach (var (options, worker) in _workers.Values)
        {
            if (options.Name != repository)
            {
                worker.Forget(key);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var (_, worker) in _workers.Values)
        {
            worker.Dispose();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_workers.Values.Select(w => Task.Run(() => w.Worker.RunAsync(stoppingToken), stoppingToken)));
}
