using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Events;

/// <summary>Severity of an event.</summary>
public enum EventType
{
    /// <summary>As it should be.</summary>
    Normal,

    /// <summary>Somebody should look.</summary>
    Warning,
}

/// <summary>
/// Sends Kubernetes events in the background. Recording never waits and never fails: when the API server is slow or away,
/// events are dropped. The same event again within the aggregation window raises the count of the first.
/// </summary>
public sealed partial class EventRecorder
{
    private const int MaxNoteBytes = 1024;
    private const int MaxNameLength = 253;

    // Two requests, each with the longest time-out that is sensible.
    private static readonly TimeSpan LongestSend = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    private readonly KubeApiClient _client;
    private readonly EventRecorderOptions _options;
    private readonly RuntimeServices _services;
    private readonly ILogger _log;
    private readonly EventCache _cache;
    private readonly Channel<Occurrence> _channel;

    /// <summary>Creates a recorder that sends nothing until <see cref="RunAsync"/>.</summary>
    public EventRecorder(EventRecorderOptions options, RuntimeServices services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        (_options, _services, _client) = (options, services, services.Client);
        _log = services.Loggers.CreateLogger<EventRecorder>();
        _cache = new EventCache(options.CacheCapacity, options.AggregationWindow, services.Time);
        Pulse = new Heartbeat(services.Time);
        _channel = Channel.CreateBounded<Occurrence>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
    }

    /// <summary>Whether the loop still goes round, whatever the server does.</summary>
    internal Heartbeat Pulse { get; }

    /// <summary>Records an event. To be called on transitions only, not on every reconcile.</summary>
    /// <param name="regarding">The object.</param>
    /// <param name="type">Severity.</param>
    /// <param name="reason">Why, in PascalCase; at most 128 characters.</param>
    /// <param name="action">What was done or tried, in PascalCase; at most 128 characters.</param>
    /// <param name="note">For people; cut at 1 KiB.</param>
    public void Record(ObjectReference regarding, EventType type, string reason, string action, string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var identity = new EventIdentity(regarding, type, reason, action, Cut(VisibleText.Of(note)));
        if (!_channel.Writer.TryWrite(new Occurrence(identity, _services.Time.GetUtcNow())))
        {
            _services.Metrics.RecordDroppedEvent();
        }
    }

    /// <summary>Sends events until cancelled, then what still waits, for two seconds at most.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(static writer => ((ChannelWriter<Occurrence>)writer!).TryComplete(), _channel.Writer);
        using var flush = new CancellationTokenSource();
        await using var bound = _services.Time.CreateTimer(_ => flush.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var onStop = cancellationToken.UnsafeRegister(
            static timer => ((ITimer)timer!).Change(FlushTimeout, Timeout.InfiniteTimeSpan), bound);
        try
        {
            while (await _channel.Reader.WaitToReadAsync(flush.Token))
            {
                while (_channel.Reader.TryRead(out var occurrence))
                {
                    Pulse.Expect(LongestSend);
                    await SendAsync(occurrence, flush.Token);
                }

                Pulse.Rest();
            }
        }
        catch (OperationCanceledException) when (flush.IsCancellationRequested)
        {
            // Best effort ends here.
        }
    }

    private async Task SendAsync(Occurrence occurrence, CancellationToken cancellationToken)
    {
        try
        {
            var hash = occurrence.Identity.Hash();
            if (_cache.Repeat(hash) is { } sent && await CountAsync(sent, occurrence, cancellationToken))
            {
                return;
            }

            var body = Create(occurrence);
            await _client.CreateAsync(ResourceType.Event, body.Metadata.Namespace, body, _options.Controller, cancellationToken);
            _cache.Add(hash, new ObjectKey(body.Metadata.Namespace, body.Metadata.Name));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _services.Metrics.RecordDroppedEvent();
            Log.Dropped(_log, occurrence.Identity.Reason, occurrence.Identity.Regarding.Key, e.Message);
        }
    }

    /// <summary>Raises the count of an event that was sent before; false when the API server has forgotten it.</summary>
    private async Task<bool> CountAsync(SentEvent sent, Occurrence occurrence, CancellationToken cancellationToken)
    {
        var patch = new EventSeriesPatch(new EventSeries { Count = sent.Count, LastObservedTime = occurrence.At });
        try
        {
            await _client.MergePatchAsync<EventSeriesPatch, JsonElement>(ResourceType.Event, sent.Key, patch, _options.Controller, cancellationToken);
            return true;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private KubeEvent Create(Occurrence occurrence)
    {
        var (regarding, type, reason, action, note) = occurrence.Identity;
        var suffix = $".{occurrence.At.UtcTicks:x}{(int)(_services.Jitter.Next() * 0xFFFF):x4}";
        var name = regarding.Key.Name;
        name = name.Length + suffix.Length > MaxNameLength ? name[..(MaxNameLength - suffix.Length)].TrimEnd('.', '-') : name;
        return new KubeEvent
        {
            Metadata = new EventMetadata
            {
                Name = name + suffix,

                // Events of cluster-scoped objects live in the namespace "default".
                Namespace = regarding.Key.Namespace.Length == 0 ? "default" : regarding.Key.Namespace,
            },
            EventTime = occurrence.At,
            ReportingController = _options.Controller,
            ReportingInstance = _options.Instance,
            Action = action,
            Reason = reason,
            Note = note,
            Type = type.ToString(),
            Regarding = new EventRegarding
            {
                ApiVersion = regarding.Type.ApiVersion,
                Kind = regarding.Type.Kind,
                Namespace = regarding.Key.Namespace.Length == 0 ? null : regarding.Key.Namespace,
                Name = regarding.Key.Name,
                Uid = regarding.Uid,
            },
        };
    }

    private static string Cut(string note)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(note) <= MaxNoteBytes)
        {
            return note;
        }

        var end = Math.Min(note.Length, MaxNoteBytes);
        while (System.Text.Encoding.UTF8.GetByteCount(note.AsSpan(0, end)) > MaxNoteBytes - 3 || char.IsHighSurrogate(note[end - 1]))
        {
            end--;
        }

        return string.Concat(note.AsSpan(0, end), "…");
    }

    private readonly record struct Occurrence(EventIdentity Identity, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Event {Reason} of {Key} was dropped: {Cause}")]
        public static partial void Dropped(ILogger logger, string reason, ObjectKey key, string cause);
    }
}
