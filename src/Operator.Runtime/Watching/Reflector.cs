using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Watching;

/// <summary>
/// Keeps a store equal to the API server for one resource in one namespace, or in all: LIST in pages, then WATCH from
/// there, and again when the watch cannot go on. Whatever fails on the way is retried for ever.
/// </summary>
internal sealed class Reflector
{
    private const double RelistJitterShare = 0.1;

    private readonly IListWatchTransport _transport;
    private readonly ObjectStore _store;
    private readonly WatchEvents _events;
    private readonly PagedList _list;
    private readonly ReflectorOptions _options;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly ReflectorBackoff _backoff;
    private readonly ILogger _log;
    private readonly string _name;
    private readonly string? _namespace;
    private readonly Action<bool> _watching;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isListed;
    private long _listedAt;
    private TimeSpan _relistAfter;
    private string _version = "";

    /// <summary>Creates a reflector that does nothing until <see cref="RunAsync"/>.</summary>
    /// <param name="name">The resource, for people.</param>
    /// <param name="ns">The namespace, or null for all.</param>
    /// <param name="transport">Where it reads from.</param>
    /// <param name="reader">Makes of each object what is stored.</param>
    /// <param name="store">What it keeps equal to the server.</param>
    /// <param name="options">How it lists and watches.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="jitter">Randomness of waits.</param>
    /// <param name="log">Where it says what it does.</param>
    /// <param name="watching">Is told whether the last request worked, each time; null for nobody.</param>
    public Reflector(
        string name,
        string? ns,
        IListWatchTransport transport,
        ObjectReader reader,
        ObjectStore store,
        ReflectorOptions options,
        TimeProvider time,
        Jitter jitter,
        ILogger log,
        Action<bool>? watching = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        (_name, _namespace, _transport, _store) = (name, string.IsNullOrEmpty(ns) ? null : ns, transport, store);
        (_options, _time, _jitter, _log, _watching) = (options, time, jitter, log, watching ?? (static _ => { }));
        _list = new PagedList(options, reader, time);
        _events = new WatchEvents(Name, reader, store, log);
        _backoff = new ReflectorBackoff(options, time, jitter);
        Pulse = new Heartbeat(time);
    }

    /// <summary>Completes with the first complete list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Completes with the first complete list, or when the server first refuses it, so that only a person or time can help.</summary>
    public Task Settled => _settled.Task;

    /// <summary>The namespace, or null for all.</summary>
    public string? Namespace => _namespace;

    /// <summary>Resource and namespace, for people.</summary>
    public string Name => _namespace is null ? _name : $"{_name} in {_namespace}";

    /// <summary>Why the last request failed; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether the last request was refused: by the rules of access, or because what it asks for is not there.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether the loop still goes round, whatever the server does.</summary>
    internal Heartbeat Pulse { get; }

    /// <summary>Lists and watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Pulse.Expect(_options.LongestRequest);
                if (_isListed && _time.GetElapsedTime(_listedAt) >= _relistAfter)
                {
                    _isListed = false;
                    _list.Restart();
                }

                var pause = await (_isListed ? WatchAsync(cancellationToken) : ListPageAsync(cancellationToken));
                if (pause > TimeSpan.Zero)
                {
                    Pulse.Expect(pause);
                    await Task.Delay(pause, _time, cancellationToken);
                }
            }
        }
        finally
        {
            Pulse.Rest();
        }
    }

    private async Task<TimeSpan> ListPageAsync(CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_options.ListTimeout, _time, cancellationToken);
        try
        {
            await using var stream = await _transport.OpenAsync(_namespace, _list.Query, deadline.Token);
            return await _list.ReadPageAsync(stream, deadline.Token) ? TakeList() : TimeSpan.Zero;
        }
        catch (KubeApiException e) when (e.IsGone)
        {
            ReflectorLog.ListExpired(_log, Name);
            _list.Expired();
            return _backoff.Next();
        }
        catch (ValueTooLongException e)
        {
            _list.PageTooLong();
            return Fail(e, "list");
        }
        catch (Exception e) when (ReflectorFailures.IsFromOutside(e, deadline))
        {
            return Fail(e, "list");
        }
    }

    private TimeSpan TakeList()
    {
        _version = _list.Version;
        _store.Replace(_namespace, _list.Objects);
        ReflectorLog.Listed(_log, Name, _list.Objects.Count, _version, _time.GetElapsedTime(_list.StartedAt));
        if (_list.Unreadable > 0)
        {
            ReflectorLog.Unreadable(_log, _list.Unreadable, Name);
        }

        _list.Done();
        _synced.TrySetResult();
        _settled.TrySetResult();
        if (_version.Length == 0)
        {
            // Nothing to watch from: the list itself was a good one, the next may carry a version.
            return _backoff.Next();
        }

        Works();
        _isListed = true;
        _listedAt = _time.GetTimestamp();
        _relistAfter = _jitter.Around(_options.RelistPeriod, RelistJitterShare);
        return TimeSpan.Zero;
    }

    private async Task<TimeSpan> WatchAsync(CancellationToken cancellationToken)
    {
        var openedAt = _time.GetTimestamp();
        var timeout = _jitter.Between(_options.MinWatchTimeout, _options.MaxWatchTimeout);
        using var deadline = new Deadline(timeout + _options.IdleMargin, _time, cancellationToken);
        try
        {
            var query = new ListQuery(_options.LabelSelector, ResourceVersion: _version, WatchTimeout: timeout);
            await using var stream = await _transport.OpenAsync(_namespace, query, deadline.Token);
            Works();
            using var lines = new BoundedReader(stream, _options.MaxLineLength);
            while (await lines.ReadLineAsync(deadline.Token))
            {
                if (!lines.Line.IsEmpty && _events.Take(lines.Line, ref _version) is { } failure)
                {
                    throw failure;
                }
            }

            return lines.EndsTruncated
                ? Fail(new EndOfStreamException("the watch ended within a line"), "watch")
                : PauseAfterClose(openedAt);
        }
        catch (Exception e) when (ReflectorFailures.IsFromOutside(e, deadline))
        {
            return Fail(e, "watch");
        }
    }

    private TimeSpan PauseAfterClose(long openedAt)
    {
        var rest = _options.MinWatchInterval - _time.GetElapsedTime(openedAt);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    /// <summary>Decides where a failure leads, and how long to wait before going there.</summary>
    private TimeSpan Fail(Exception exception, string action)
    {
        var problem = $"{action} of {Name} failed: {exception.Message}";
        var api = exception as KubeApiException;
        var isRefused = api is { IsForbidden: true } or { IsNotFound: true };
        var isKnown = isRefused && problem == Problem;
        (Problem, IsRefused) = (problem, isRefused);
        _watching(false);
        if (_isListed && ReflectorFailures.MustRelist(exception, api))
        {
            _isListed = false;
            _list.Restart();
            ReflectorLog.Relisting(_log, Name, exception.Message);
            return _backoff.BeforeList();
        }

        var pause = api switch
        {
            { RetryAfter: { } retryAfter } => retryAfter + _backoff.Next(),
            _ when isRefused => _backoff.Longest(),
            _ => _backoff.Next(isUnreachable: api is { StatusCode: 0 }),
        };
        if (isRefused)
        {
            _settled.TrySetResult();
        }

        // A refusal stays the same until a person acts, perhaps for days.
        ReflectorLog.Failed(_log, isKnown ? LogLevel.Debug : LogLevel.Warning, action, Name, exception.Message, pause);
        return pause;
    }

    private void Works()
    {
        (Problem, IsRefused) = (null, false);
        _watching(true);
    }
}
