using Microsoft.Extensions.Logging;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.GitHub;
using Operator.Runtime;
using Operator.Runtime.Leases;

namespace Operator.Publishing.Git;

/// <summary>Publishes to one branch: takes what is due, all at once, and tells each resource's worker when there is an answer.</summary>
/// <param name="repository">The repository.</param>
/// <param name="credentials">Reads its credentials.</param>
/// <param name="folder">The folder of its copy.</param>
/// <param name="wake">Has a resource looked at.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class GitBranchWorker(
    GitRepositoryOptions repository, GitCredentialsReader credentials, string folder, Action<ObjectKey> wake, TimeProvider time, ILogger log) : IDisposable
{
    // Most pushes take less, and then one write of the status tells all.
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(10);

    private readonly GitQueue _queue = new(time);
    private readonly GitAnswers _answers = new();
    private readonly GitBranchUse _branch = new(repository, credentials, new GitBranchState(new GitCopy(repository, folder, time), repository.Root, time), log);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _patience = new(1);
    private long _lookedAt = time.GetTimestamp();

    // Only GitHub has pull requests that the operator knows.
    private readonly ProposalDesk? _desk = repository.Provider is null ? null : new ProposalDesk(repository, credentials.Accounts.LimitsOf(repository), time);

    private GitRound Round => field ??= new GitRound(repository, _desk, _answers);

    /// <summary>What became of a request; null while it waits for its push. Asking puts it in the queue.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isPublished">Whether it was published before as it is: then it is only compared, which is worth waiting for.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<GitDelivery?> SubmitAsync(GitRequest request, bool isPublished, CancellationToken cancellationToken)
    {
        // One waits at a time, so that the others can join its push.
        if (Submit(request) is { } known)
        {
            return known;
        }

        if (!isPublished && !await _patience.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return null;
        }

        try
        {
            await request.Answered.Task.WaitAsync(LongestPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            if (!isPublished)
            {
                _patience.Release();
            }
        }

        return _answers.Tell(request);
    }

    private GitDelivery? Submit(GitRequest request)
    {
        if (_answers.Tell(request) is { } told)
        {
            return told;
        }

        var former = _answers.Former(request);
        _queue.Add(request);
        return former;
    }

    /// <summary>Whether there is something about a resource that its worker has not been told.</summary>
    public bool HasNews(ObjectKey key) => _answers.HasNews(key);

    /// <summary>What people say by boxes in a resource's file.</summary>
    public IReadOnlyList<BoxStatement> Hear(ObjectKey key) => _answers.Hear(key);

    /// <summary>Forgets a resource that is gone.</summary>
    public void Forget(ObjectKey key)
    {
        _answers.Forget(key);
        _queue.Remove(key);
    }

    /// <summary>What was published of a resource before; null when nothing was.</summary>
    /// <exception cref="FailureException">The server cannot be asked, or is busy.</exception>
    public async Task<ArchivedDocument?> FindAsync(GitRequest request, CancellationToken cancellationToken)
    {
        if (!await _turn.WaitAsync(LongestPatience, cancellationToken))
        {
            throw new FailureException(Reasons.GitUnavailable, $"Git repository '{repository.Name}' has not answered for {LongestPatience.TotalSeconds:0} s");
        }

        try
        {
            return await _branch.RunAsync(
                async b => await new GitArchive(b).FindAsync(request, cancellationToken) ?? (_desk is null ? null : await _desk.FindAsync(b, request, cancellationToken)), attempts: 1, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var isDue = await _queue.WaitAsync(UntilNextLook(), cancellationToken);
                if (isDue)
                {
                    await _queue.LingerAsync(cancellationToken);
                }

                await _turn.WaitAsync(cancellationToken);
                try
                {
                    await WorkAsync(isDue, cancellationToken);
                }
                finally
                {
                    _turn.Release();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A defect of one round must not end publishing for good.
                Log.Failed(log, repository.Name, $"{e.GetType().Name}: a defect of the operator", e);
                _lookedAt = time.GetTimestamp();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Dispose();
        _patience.Dispose();
        _turn.Dispose();
        _desk?.Dispose();
    }

    private async Task WorkAsync(bool isDue, CancellationToken cancellationToken)
    {
        if (isDue)
        {
            foreach (var part in Round.Parts(_queue.Take()))
            {
                await PublishAsync(part, cancellationToken);
            }

            Wake(_queue.TakeCrowdedOut());
        }

        // However much there is to publish, people's edits are looked for.
        if (UntilNextLook() == TimeSpan.Zero)
        {
            _lookedAt = time.GetTimestamp();
            if (!_answers.IsEmpty)
            {
                await LookAsync(cancellationToken);
            }
        }
    }

    private TimeSpan UntilNextLook()
    {
        var left = repository.PollInterval - time.GetElapsedTime(_lookedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task PublishAsync(GitRequest[] requests, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<GitRequest, GitDelivery> deliveries;
        try
        {
            deliveries = await _branch.RunAsync(b => Round.DeliverAsync(b, requests, cancellationToken), attempts: 2, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var failure = e as FailureException ?? new FailureException(Reasons.InternalError, $"{e.GetType().Name}: a defect of the operator, see its log", inner: e);
            Log.Failed(log, repository.Name, failure.Message, e is FailureException ? null : e);
            deliveries = requests.ToDictionary(r => r, r => new GitDelivery(r.Digest) { Path = r.Path, Failure = failure });
        }

        foreach (var (request, delivery) in deliveries)
        {
            // Of a branch that is gone no commit is known, not even that which it gets back.
            _answers.Keep(request.Key, delivery, delivery.Failure is { Reason: Reasons.BranchMissing } ? null : _branch.Tip);
            credentials.Note(repository, delivery.Failure);
            request.Answered.TrySetResult();
        }

        Wake(deliveries.Keys.Select(r => r.Key));
    }

    /// <summary>Looks whether people have changed published files; nobody tells us.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            Wake(await _branch.RunAsync(b => Round.LookAsync(b, cancellationToken), attempts: 1, cancellationToken));
        }
        catch (FailureException e) when (e.Reason == Reasons.BranchMissing)
        {
            // What was published is not there any more.
            Log.Failed(log, repository.Name, e.Message, null);
            Wake(_answers.Outdate(static (_, _) => false, tip: null));
        }
        catch (Exception e) when (e is FailureException or LeadershipLostException)
        {
            credentials.Note(repository, e as FailureException);
            Log.Failed(log, repository.Name, e.Message, null);
        }
    }

    private void Wake(IEnumerable<ObjectKey> keys)
    {
        foreach (var key in keys)
        {
            wake(key);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Publishing to Git repository {Repository} failed: {Problem}")]
        public static partial void Failed(ILogger logger, string repository, string problem, Exception? exception);
    }
}
