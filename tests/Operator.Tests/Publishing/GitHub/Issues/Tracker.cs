using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.Api;
using Operator.Publishing.GitHub.Issues;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Runtime;

namespace Operator.Tests.Publishing.GitHub.Issues;

/// <summary>A process that follows issues. It knows nothing but what it finds.</summary>
internal sealed class Tracker : IAsyncDisposable
{
    public static readonly ObjectKey Key = new("production", "p0-042");

    private readonly CancellationTokenSource _stop = new();
    private readonly IssueWorker _worker;
    private readonly Task _running;

    public Tracker(GitRepositoryOptions options, TimeSpan? lag = null, params string[] adoptClusters)
        : this(options, new GitCredentialsReader(null, null), lag, adoptClusters)
    {
    }

    public Tracker(GitRepositoryOptions options, GitCredentialsReader credentials, TimeSpan? lag = null, params string[] adoptClusters)
        : this(options, credentials, lag, TimeSpan.FromDays(1), adoptClusters)
    {
    }

    public Tracker(GitRepositoryOptions options, GitCredentialsReader credentials, TimeSpan? lag, TimeSpan wholeListEvery, params string[] adoptClusters)
    {
        _worker = new IssueWorker(options, credentials, adoptClusters, static _ => { }, TimeProvider.System, NullLogger.Instance) { Lag = lag ?? TimeSpan.Zero, WholeListEvery = wholeListEvery, AfterFailure = TimeSpan.FromMilliseconds(300) };
        _worker.Begin();
        _running = Task.Run(() => _worker.RunAsync(_stop.Token));
    }

    /// <summary>Throws when the process may not act any more.</summary>
    public Action EnsureMayAct { get; init; } = static () => { };

    public void Submit(IssueRequest request) => _worker.Submit(Key, [request], EnsureMayAct);

    public bool IsRunning => !_running.IsCompleted;

    /// <summary>Has the issue of an action item served, and waits until its answer is as it should be.</summary>
    public async Task<IssueAnswer> UntilAsync(IssueRequest request, Func<IssueAnswer, bool> condition)
    {
        _worker.Submit(Key, [request], EnsureMayAct);
        IssueAnswer? answer = null;
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(3); await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _stop.Token))
        {
            answer = _worker.Answers.Find(Key, request.Item.Id);
            if (answer is not null && condition(answer))
            {
                return answer;
            }
        }

        throw new TimeoutException($"The last answer was {answer?.ToString() ?? "none"}.");
    }

    public Task<IssueAnswer> OpenAsync(IssueRequest request) => UntilAsync(request, a => a.Status.Number is not null);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _worker.Dispose();
        _stop.Dispose();
    }

    public static IssueRequest Request(Func<ActionItemSpec, ActionItemSpec>? change = null, int? number = null, string cluster = "eu", bool isOverdue = false, DateTimeOffset? requestedAt = null)
    {
        var item = new ActionItemSpec { Id = "AI-1", Title = "Enlarge the pool", Owner = "@ann", DueDate = new DateOnly(2026, 1, 5), SuccessCriteria = "No timeouts for a week", Issue = new ActionItemIssueSpec { Repository = "handbook" } };
        var known = new ActionItemIssueStatus { Repository = "handbook", RequestedAt = requestedAt ?? TimeProvider.System.GetUtcNow().AddMinutes(-10), Number = number };
        return new IssueRequest(new DocumentOwner(cluster, Key.Namespace, Key.Name), change?.Invoke(item) ?? item, known)
        {
            Title = "Email service outage",
            Link = "https://github.com/team/handbook/blob/main/postmortems/2025/production/p0-042/README.md",
            IsOverdue = isOverdue,
        };
    }
}
