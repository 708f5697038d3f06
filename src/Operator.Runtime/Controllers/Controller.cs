using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Leases;
using Operator.Runtime.Queueing;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Controllers;

/// <summary>Reflectors, queue and workers for one resource, joined.</summary>
public sealed partial class Controller : IDisposable
{
    private const double ResyncJitterShare = 0.1;

    private readonly ControllerDefinition _definition;
    private readonly RuntimeServices _services;
    private readonly ILogger _log;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ControllerLoop _loop;
    private readonly WatchSet _watches = new();
    private readonly Dictionary<ResourceType, ObjectStore> _owned = [];

    /// <summary>Creates a controller that does nothing until it is run.</summary>
    /// <param name="definition">What to watch.</param>
    /// <param name="reconciler">What to do.</param>
    /// <param name="services">Client, clock, logs.</param>
    /// <param name="elector">The lease under which the reconciler acts, or null for none.</param>
    public Controller(ControllerDefinition definition, IReconciler reconciler, RuntimeServices services, LeaderElector? elector = null)
        : this(definition, reconciler, services, elector, type => new KubeListWatchTransport(services.Client, type, isWhole: type == definition.Resource && definition.Facts is not null))
    {
    }

    internal Controller(
        ControllerDefinition definition,
        IReconciler reconciler,
        RuntimeServices services,
        LeaderElector? elector,
        Func<ResourceType, IListWatchTransport> transport)
    {
        (_definition, _services) = (definition, services);
        _log = services.Loggers.CreateLogger<Controller>();
        _queue = new WorkQueue<ObjectKey>(definition.Options.Queue, services.Time, services.Jitter, definition.Name, services.Metrics);
        Action? ensureMayAct = elector is null ? null : elector.EnsureValid;
        _loop = new ControllerLoop(definition.Name, reconciler, _queue, Store, _owned, definition.Options, services, ensureMayAct);
        Store.Subscribe(OnPrimaryChanged);
        AddReflectors(definition.Resource, definition.Watching.LabelSelector, Store, new ObjectReader(definition.TokenAnnotations, facts: definition.Facts), transport);
        foreach (var owned in definition.Owned)
        {
            var store = new ObjectStore();
            store.Subscribe(OnOwnedChanged);
            _owned.Add(owned.Resource, store);
            AddReflectors(owned.Resource, owned.LabelSelector, store, new ObjectReader(ownerKind: definition.Resource.Kind, ownerAnnotation: owned.OwnerAnnotation, facts: owned.Facts), transport);
        }
    }

    /// <summary>Name of the controller.</summary>
    public string Name => _definition.Name;

    /// <summary>What is known of the reconciled objects.</summary>
    public ObjectStore Store { get; } = new();

    /// <summary>Asks for a reconcile, as a webhook or a timer of the reconciler's own may.</summary>
    public void Enqueue(ObjectKey key, int priority = Priority.Change) => _queue.Add(key, priority);

    /// <summary>Lists and watches until cancelled. Runs on every replica, so that a new leader knows the world already.</summary>
    public Task RunReflectorsAsync(CancellationToken cancellationToken) => _watches.RunAsync(cancellationToken);

    /// <summary>Waits for the first lists, of one namespace at least, then reconciles until <paramref name="stopping"/>.</summary>
    /// <param name="stopping">Asks for an orderly end.</param>
    /// <param name="abort">Ends reconciles under way at once, because the lease is lost.</param>
    /// <exception cref="TimeoutException">The first lists did not come in time.</exception>
    public async Task RunWorkersAsync(CancellationToken stopping, CancellationToken abort)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, abort);
        try
        {
            await WaitForSyncAsync(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return;
        }

        foreach (var missing in FindUnwatched())
        {
            Log.StartsWithout(_log, Name, missing);
        }

        Log.Started(_log, Name, _definition.Options.Workers, Store.Count);
        await Loops.RunAsync(ending.Token, stop => _loop.RunAsync(stop, abort), ResyncAsync);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Dispose();
    }

    /// <summary>Loops of this controller that do not go round any more; a restart helps. Whether the API server answers plays no part.</summary>
    internal IEnumerable<string> FindDeadLoops()
    {
        foreach (var stuck in _watches.FindStuck())
        {
            yield return stuck;
        }

        if (_loop.LongestRunning is var longest && longest > _loop.LongestReconcile)
        {
            yield return $"workers {Name}: a reconcile has been running for {longest}";
        }
    }

    /// <summary>What is to be listed before this controller can start.</summary>
    internal IEnumerable<string> FindMissingLists() => _watches.FindMissing();

    /// <summary>What is not watched, and why, though this controller works or can start.</summary>
    internal IEnumerable<string> FindUnwatched() => _watches.FindUnwatched();

    private async Task WaitForSyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _watches.WaitAsync(_definition.Options.CacheSyncTimeout, _services.Time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"Controller {Name} knows too little to start after {_definition.Options.CacheSyncTimeout}: {e.Message}. "
                + "Check that the API server is reachable, that the CRD is installed, and that RBAC allows list and watch.",
                e);
        }
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_services.Jitter.Around(_definition.Options.ResyncPeriod, ResyncJitterShare), _services.Time, cancellationToken);
                foreach (var key in Store.Keys())
                {
                    _queue.Add(key, Priority.Background);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void OnPrimaryChanged(StoreChange change)
    {
        if (change is not { Kind: StoreChangeKind.Updated, Previous: { } previous } || change.Current.DiffersInIntent(previous))
        {
            var isInitial = change is { Kind: StoreChangeKind.Added, FromList: true };
            _queue.Add(change.Current.Key, isInitial ? Priority.Background : Priority.Change);
        }
    }

    private void OnOwnedChanged(StoreChange change)
    {
        if (change is { Kind: StoreChangeKind.Added, FromList: true })
        {
            // Its owner is in the initial list too.
            return;
        }

        if (change.Current.Owner is { } owner)
        {
            _queue.Add(owner);
        }

        // Somebody may have taken the owner reference away.
        if (change.Previous?.Owner is { } formerOwner && formerOwner != change.Current.Owner)
        {
            _queue.Add(formerOwner);
        }
    }

    private void AddReflectors(
        ResourceType type, string? labelSelector, ObjectStore store, ObjectReader reader, Func<ResourceType, IListWatchTransport> transport)
    {
        var log = _services.Loggers.CreateLogger<Reflector>();
        var options = _definition.Watching.WithLabelSelector(labelSelector);
        string?[] namespaces = _definition.Namespaces.Count == 0 ? [null] : [.. _definition.Namespaces.Distinct(StringComparer.Ordinal)];
        foreach (var ns in namespaces)
        {
            var watch = _services.Metrics.AddWatch(Name, type.ToString(), ns ?? "");
            _watches.Add(new Reflector(type.ToString(), ns, transport(type), reader, store, options, _services.Time, _services.Jitter, log, watch));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Controller {Controller} starts with {Workers} workers and {Count} objects")]
        public static partial void Started(ILogger logger, string controller, int workers, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Controller {Controller} starts without a part of what it shall watch, which joins when it can be read: {Missing}")]
        public static partial void StartsWithout(ILogger logger, string controller, string missing);
    }
}
