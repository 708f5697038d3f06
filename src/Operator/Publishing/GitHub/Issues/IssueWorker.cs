using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Operator.Core;
using Operator.Publishing.Git;
using Operator.Runtime;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>Opens and follows the issues of one repository: one list tells of all of them what has changed.</summary>
/// <param name="repository">The repository.</param>
/// <param name="credentials">Reads its credentials.</param>
/// <param name="adoptClusters">Former names of the cluster.</param>
/// <param name="wake">Has a resource looked at.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class IssueWorker(
    GitRepositoryOptions repository, GitCredentialsReader credentials, IReadOnlyList<string> adoptClusters, Action<ObjectKey> wake, TimeProvider time, ILogger log) : IDisposable
{
    // What is due for several resources at the same time shares a list.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<ObjectKey, IReadOnlyList<IssueRequest>> _requests = new();
    private readonly ConcurrentDictionary<ObjectKey, bool> _due = new();
    private readonly IssueCaution _caution = new(time);
    private readonly GitHubApi _api = new(repository, time) { Limits = credentials.Accounts.LimitsOf(repository) };
    private readonly SemaphoreSlim _signal = new(0);
    private IssueBook? _book;
    private Action _ensureMayAct = static () => { };
    private (string Of, string Login)? _creator;

    public IssueAnswers Answers { get; } = new();

    /// <summary>For how long a list may lack an issue that was opened.</summary>
    public TimeSpan Lag { init => _caution.Lag = value; }

    /// <summary>How long it rests after a failure.</summary>
    public TimeSpan AfterFailure { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often all issues are listed.</summary>
    public TimeSpan WholeListEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Says that this process acts from now on. What was asked for before, another one may have done.</summary>
    public void Begin() => _caution.Begin();

    /// <summary>Has the issues of a resource opened and followed from now on.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="requests">What its action items ask.</param>
    /// <param name="ensureMayAct">Throws when this process may not act any more, because another one leads.</param>
    public void Submit(ObjectKey key, IReadOnlyList<IssueRequest> requests, Action ensureMayAct)
    {
        _ensureMayAct = ensureMayAct;
        if (_requests.TryGetValue(key, out var known) && known.SequenceEqual(requests))
        {
            return;
        }

        _requests[key] = requests;
        _due[key] = true;
        _signal.Release();
    }

    /// <summary>Follows the issues of a resource no longer.</summary>
    public void Forget(ObjectKey key)
    {
        _requests.TryRemove(key, out _);
        _due.TryRemove(key, out _);
        Answers.Forget(key);
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = repository.PollInterval;
        while (true)
        {
            using var limit = new CancellationTokenSource(pause, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await _signal.WaitAsync(both.Token);
                await Task.Delay(Linger, time, cancellationToken);
                while (await _signal.WaitAsync(TimeSpan.Zero, CancellationToken.None))
                {
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Nothing was asked for; people may have done something.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = await RoundAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _api.Dispose();
        _signal.Dispose();
    }

    /// <returns>How long nothing is to be asked, unless there is something new.</returns>
    private async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        if (_requests.IsEmpty)
        {
            return repository.PollInterval;
        }

        try
        {
            var opened = await credentials.ReadAsync(repository, cancellationToken);
            var client = _api.Open(opened.Token ?? throw new FailureException(Api.Reasons.GitUnauthorized, $"{_api.Subject}: issues need a token or a GitHub App in auth", isTerminal: true), opened.CertificateAuthorities, cancellationToken);
            _book ??= new IssueBook(_api) { WholeListEvery = WholeListEvery, NewFor = _caution.Lag };
            await _book.RefreshAsync(client, await CreatorAsync(opened, cancellationToken));
            var desk = new IssueDesk(_api, client, _book, adoptClusters, cancellationToken);
            var isComplete = true;
            foreach (var (key, requests) in _requests)
            {
                isComplete &= await ServeAsync(desk, key, requests, _due.TryRemove(key, out _));
            }

            return isComplete ? repository.PollInterval : AfterFailure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (FailureException e)
        {
            credentials.Note(repository, e);
            Log.Failed(log, repository.Name, e.Message);
            Tell(e);
            return e.RetryAfter is { } wait && wait > AfterFailure ? wait : AfterFailure;
        }
        catch (Exception e)
        {
            // The issues of one repository must not end the operator. What was to be done is done in the next round.
            Log.Defect(log, repository.Name, e.Message, e);
            Remind();
            return AfterFailure;
        }
    }

    private async Task<bool> ServeAsync(IssueDesk desk, ObjectKey key, IReadOnlyList<IssueRequest> requests, bool isDue)
    {
        // What lists do not have any more is asked for once, and then said.
        isDue |= requests.Any(r => r.Known.Number is not null && desk.Find(r) is null && Answers.Find(key, r.Item.Id)?.Status.Problem is null);
        if (isDue)
        {
            _ensureMayAct();
        }

        List<IssueAnswer> answers = [];
        var isComplete = true;
        foreach (var request in requests)
        {
            IssueAnswer answer;
            try
            {
                answer = await AnswerAsync(desk, key, request, isDue);
                isComplete &= answer.Status.Number is not null;
            }
            catch (FailureException e)
            {
                isComplete &= e.IsTerminal;
                answer = e.IsTerminal || request.Known.Number is null ? Failed(request, e) : Former(key, request);
            }

            answers.Add(answer);
        }

        if (!isComplete)
        {
            _due[key] = true;
        }

        if (_requests.ContainsKey(key) && Answers.Keep(key, answers))
        {
            wake(key);
        }

        return isComplete;
    }

    private async Task<IssueAnswer> AnswerAsync(IssueDesk desk, ObjectKey key, IssueRequest request, bool isDue)
    {
        var issue = isDue ? await desk.ServeAsync(request, _caution) : desk.Find(request);
        if (issue is null)
        {
            return Former(key, request);
        }

        var (said, bot) = await desk.ListenAsync(issue);
        var original = desk.Find(request) is { IsDuplicate: true, Original: { Length: > 0 } page } ? page : null;
        return new IssueAnswer(request.Item.Id, request.Known with { Number = issue.Number, Url = issue.Url, DuplicateOf = original, Problem = null }, said, bot);
    }

    /// <summary>The operator's login, as whose issues are listed.</summary>
    private async Task<string> CreatorAsync(GitCredentials opened, CancellationToken cancellationToken)
    {
        var of = opened.App?.ToString() ?? opened.Token!;
        if (_creator?.Of != of)
        {
            _creator = (of, await credentials.LoginAsync(repository, _api, opened, cancellationToken));
        }

        return _creator.Value.Login;
    }

    private IssueAnswer Former(ObjectKey key, IssueRequest request) => Answers.Find(key, request.Item.Id) ?? new IssueAnswer(request.Item.Id, request.Known, null, null);

    /// <summary>Says of what is not open yet why that is so.</summary>
    private void Tell(FailureException failure)
    {
        Remind();
        foreach (var (key, requests) in _requests)
        {
            if (requests.Any(r => r.Known.Number is null) && Answers.Keep(key, [.. requests.Select(r => r.Known.Number is null ? Failed(r, failure) : Former(key, r))]))
            {
                wake(key);
            }
        }
    }

    /// <summary>Has everything looked at again.</summary>
    private void Remind()
    {
        foreach (var key in _requests.Keys)
        {
            _due[key] = true;
        }
    }

    private static IssueAnswer Failed(IssueRequest request, FailureException failure) => new(request.Item.Id, request.Known with { Problem = failure.Message }, null, null);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Following issues of Git repository {Repository} failed: {Problem}")]
        public static partial void Failed(ILogger logger, string repository, string problem);

        [LoggerMessage(Level = LogLevel.Error, Message = "Following issues of Git repository {Repository} was interrupted: {Problem}")]
        public static partial void Defect(ILogger logger, string repository, string problem, Exception exception);
    }
}
