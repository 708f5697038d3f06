using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Operator.Core;
using Operator.Publishing.Git;
using Operator.Runtime;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>Opens and follows issues in all repositories on GitHub.</summary>
internal sealed class IssueTrackers : BackgroundService
{
    private readonly GitRepositories _git;
    private readonly Dictionary<string, IssueWorker> _workers;
    private readonly IssueAnswers _refused = new();

    /// <summary>Makes the workers; they start with the host.</summary>
    /// <param name="options">The configuration; validated.</param>
    /// <param name="git">The repositories, which say who may use which.</param>
    /// <param name="credentials">Reads credentials.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">The logs.</param>
    public IssueTrackers(GitOptions options, GitRepositories git, GitCredentialsReader credentials, TimeProvider time, ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger<IssueTrackers>();
        _git = git;
        _workers = options.Repositories.Where(r => r.Provider == GitHubRepository.Provider)
            .ToDictionary(r => r.Name, r => new IssueWorker(r, credentials, git.AdoptClusters, key => git.Wake(key), time, log), StringComparer.Ordinal);
    }

    /// <summary>Says that this process acts from now on. What was asked for before, another one may have done.</summary>
    public void Begin()
    {
        foreach (var worker in _workers.Values)
        {
            worker.Begin();
        }
    }

    /// <summary>Whether there is something about the issues of a resource that no round of it has taken.</summary>
    public bool HasNews(ObjectKey key) => _refused.HasNews(key) || _workers.Values.Any(w => w.Answers.HasNews(key));

    /// <summary>What is known of the issues of a resource.</summary>
    public IReadOnlyList<IssueAnswer> Hear(ObjectKey key) => [.. _refused.Hear(key), .. _workers.Values.SelectMany(w => w.Answers.Hear(key))];

    /// <summary>Has the issues of a resource opened and followed from now on, and no others.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="requests">What its action items ask.</param>
    /// <param name="ensureMayAct">Throws when this process may not act any more, because another one leads.</param>
    public void Submit(ObjectKey key, IReadOnlyList<IssueRequest> requests, Action ensureMayAct)
    {
        List<IssueAnswer> refused = [];
        var accepted = requests.Where(r => Refusal(r, key) is not { } refusal || !Refuse(r, refusal)).ToLookup(r => r.Known.Repository, StringComparer.Ordinal);
        foreach (var (name, worker) in _workers)
        {
            if (accepted.Contains(name))
            {
                worker.Submit(key, [.. accepted[name]], ensureMayAct);
            }
            else
            {
                worker.Forget(key);
            }
        }

        if (refused.Count == 0)
        {
            _refused.Forget(key);
        }
        else if (_refused.Keep(key, refused))
        {
            _git.Wake(key);
        }

        bool Refuse(IssueRequest request, string refusal)
        {
            refused.Add(new IssueAnswer(request.Item.Id, request.Known with { Problem = refusal }, null, null));
            return true;
        }
    }

    /// <summary>Follows the issues of a resource no longer.</summary>
    public void Forget(ObjectKey key) => Submit(key, [], static () => { });

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var worker in _workers.Values)
        {
            worker.Dispose();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_workers.Values.Select(w => Task.Run(() => w.RunAsync(stoppingToken), stoppingToken)));

    private string? Refusal(IssueRequest request, ObjectKey key)
    {
        var field = $"spec.actionItems[{request.Item.Id}].issue.repository";
        try
        {
            return _git.Require(request.Known.Repository, key.Namespace, field).Options.Provider == GitHubRepository.Provider
                ? null
                : $"{field}: '{request.Known.Repository}' is not on GitHub: name a repository whose provider is github";
        }
        catch (FailureException e)
        {
            return e.Message;
        }
    }
}
