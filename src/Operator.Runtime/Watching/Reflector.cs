using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Watching;

/// <summary>
/// Keeps a store equal to the API server for one resource in one namespace, or in all: LIST in pages, then WATCH from
/// there, and again when the watch cannot go on. Whatever fails on the way is retried for ever.
/// </summary>
public sealed partial class Reflector
{
    private enum State
    {
        /// <summary>Nothing is known of the current version.</summary>
        Empty,

        /// <summary>Pages are being read, aside from the store.</summary>
        Listing,

        /// <summary>All pages are there.</summary>
        Listed,

        /// <summary>The store is current up to a version from which a watch continues.</summary>
        Watching,
    }

    private readonly IListWatchTransport _transport;
    private readonly ObjectStore _store;
    private readonly ObjectProjection _projection;
    private readonly ReflectorOptions _options;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly ReflectorBackoff _backoff;
    private readonly ILogger _log;
    private readonly string _name;
    private readonly string? _namespace;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private State _state;
    private Dictionary<ObjectKey, StoredObject> _fresh = [];
    private string? _continue;
    private string _version = "";
    private bool _unpaged;
    private long _listingSince;

    /// <summary>Creates a reflector that does nothing until <see cref="RunAsync"/>.</summary>
    /// <param name="name">The resource, for logs and health.</param>
    /// <param name="ns">The namespace, or null for all.</param>
    /// <param name="transport">Where to read from.</param>
    /// <param name="projection">What to keep of an object.</param>
    /// <param name="store">The store to fill.</param>
    /// <param name="options">Time-outs and limits.</param>
    /// <param name="time">Clock.</param>
    /// <param name="jitter">Randomness of waits.</param>
    /// <param name="log">Where failures are told.</param>
    public Reflector(
        string name,
        string? ns,
        IListWatchTransport transport,
        ObjectProjection projection,
        ObjectStore store,
        ReflectorOptions options,
        TimeProvider time,
        Jitter jitter,
        ILogger log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        (_name, _namespace, _transport, _projection, _store) = (name, string.IsNullOrEmpty(ns) ? null : ns, transport, projection, store);
        (_options, _time, _jitter, _log) = (options, time, jitter, log);
        _backoff = new ReflectorBackoff(options, time, jitter);
        Pulse = new Heartbeat(time);
    }

    /// <summary>Completes with the first complete list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Resource and namespace, for people.</summary>
    public string Name => _namespace is null ? _name : $"{_name} in {_namespace}";

    /// <summary>Why the last request failed; null when it did not.</summary>
    public string? Problem { get; private set; }

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
                var pause = await StepAsync(cancellationToken);
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

    /// <summary>One transition of the state machine; returns the wait before the next.</summary>
    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        switch (_state)
        {
            case State.Empty:
                _fresh = [];
                _continue = null;
                _listingSince = _time.GetTimestamp();
                _state = State.Listing;
                return TimeSpan.Zero;
            case State.Listing:
                return await ListPageAsync(cancellationToken);
            case State.Listed:
                return TakeList();
            default:
                return await WatchAsync(cancellationToken);
        }
    }

    private async Task<TimeSpan> ListPageAsync(CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_options.ListTimeout, _time, cancellationToken);
        try
        {
            var query = new ListQuery(_options.LabelSelector, Limit: _unpaged ? 0 : _options.PageSize, Continue: _continue);
            await using var stream = await _transport.OpenAsync(_namespace, query, deadline.Token);
            var reader = new ListPageReader(_projection, _options.MaxLineLength);
            var page = new List<StoredObject>();
            var (version, next) = await reader.ReadAsync(stream, page.Add, deadline.Token);

            // Only a whole page counts: the first one, read again, may no longer hold what its first half held before.
            page.ForEach(item => _fresh[item.Key] = item);
            (_continue, _version) = (next, version ?? "");
            _state = next is null ? State.Listed : State.Listing;
            return TimeSpan.Zero;
        }
        catch (KubeApiException e) when (e.IsGone)
        {
            // The token of the next page has expired. In one piece the list cannot expire half-way.
            Log.ListExpired(_log, Name);
            _unpaged = _continue is not null || _unpaged;
            _state = State.Empty;
            return _backoff.Next();
        }
        catch (Exception e) when (IsFailure(e, deadline))
        {
            return Fail(e, "list");
        }
    }

    private TimeSpan TakeList()
    {
        _store.Replace(_namespace, _fresh);
        Log.Listed(_log, Name, _fresh.Count, _version, _time.GetElapsedTime(_listingSince));
        _fresh = [];
        _unpaged = false;
        _synced.TrySetResult();
        if (_version.Length == 0)
        {
            // Nothing to watch from: the list itself was a good one, the next may carry a version.
            _state = State.Empty;
            return _backoff.Next();
        }

        Problem = null;
        _state = State.Watching;
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
            Problem = null;
            using var lines = new WatchLineReader(stream, _options.MaxLineLength);
            while (await lines.ReadAsync(deadline.Token))
            {
                if (!lines.Line.IsEmpty && Take(WatchEvent.Parse(lines.Line, _projection)) is { } failure)
                {
                    throw failure;
                }
            }

            return lines.EndsTruncated
                ? Fail(new EndOfStreamException("the watch ended within a line"), "watch")
                : PauseAfterClose(openedAt);
        }
        catch (Exception e) when (IsFailure(e, deadline))
        {
            return Fail(e, "watch");
        }
    }

    /// <summary>Applies one event; returns the failure that it tells of, or null.</summary>
    private KubeApiException? Take(in WatchEvent watchEvent)
    {
        switch (watchEvent.Type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                _store.Upsert(watchEvent.Object!);
                break;
            case WatchEventType.Deleted:
                _store.Remove(watchEvent.Object!);
                break;
            case WatchEventType.Error:
                return ApiFailure.Create($"WATCH {Name}", watchEvent.Failure?.Code ?? 500, watchEvent.Failure);
            default:
                break;
        }

        if (watchEvent.ResourceVersion is { Length: > 0 } version && ResourceVersions.IsNewer(version, _version))
        {
            _version = version;
        }

        return null;
    }

    private TimeSpan PauseAfterClose(long openedAt)
    {
        var rest = _options.MinWatchInterval - _time.GetElapsedTime(openedAt);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    /// <summary>Decides where a failure leads, and how long to wait before going there.</summary>
    private TimeSpan Fail(Exception exception, string action)
    {
        Problem = $"{action} of {Name} failed: {exception.Message}";
        var api = exception as KubeApiException;
        if (_state == State.Watching && MustRelist(exception, api))
        {
            _state = State.Empty;
            Log.Relisting(_log, Name, exception.Message);
            return _backoff.BeforeList();
        }

        var pause = api switch
        {
            { RetryAfter: { } retryAfter } => retryAfter + _backoff.Next(),
            { IsForbidden: true } or { IsNotFound: true } => _backoff.Longest(),
            _ => _backoff.Next(isUnreachable: api is { StatusCode: 0 }),
        };
        Log.Failed(_log, action, Name, exception.Message, pause);
        return pause;
    }

    // A line that cannot be read would come again on resuming; a list goes round it.
    private static bool MustRelist(Exception exception, KubeApiException? api) =>
        exception is JsonException or ValueTooLongException
        || api is { IsGone: true } or { IsResourceVersionTooLarge: true } or { StatusCode: 400 };

    // What others can cause. Anything else is a defect of ours, after which nobody knows what the store holds.
    private static bool IsFailure(Exception exception, Deadline deadline) => exception switch
    {
        OperationCanceledException => deadline.HasExpired,
        _ => exception is KubeApiException or HttpRequestException or IOException or SocketException or JsonException or ValueTooLongException,
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Listed {Count} {Resource} at version {Version} in {Elapsed}")]
        public static partial void Listed(ILogger logger, string resource, int count, string version, TimeSpan elapsed);

        [LoggerMessage(Level = LogLevel.Information, Message = "The list of {Resource} expired between two pages; listing again in one piece")]
        public static partial void ListExpired(ILogger logger, string resource);

        [LoggerMessage(Level = LogLevel.Information, Message = "Listing {Resource} again, because the watch cannot continue: {Cause}")]
        public static partial void Relisting(ILogger logger, string resource, string cause);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The {Action} of {Resource} failed: {Cause}. Next try in {Pause}")]
        public static partial void Failed(ILogger logger, string action, string resource, string cause, TimeSpan pause);
    }
}
