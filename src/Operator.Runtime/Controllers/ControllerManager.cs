using Microsoft.Extensions.Logging;
using Operator.Runtime.Leases;

namespace Operator.Runtime.Controllers;

/// <summary>
/// Runs controllers for a process's life: reflectors at once, workers while the lease is held. On shutdown it drains the
/// workers, then releases the lease, then stops the reflectors.
/// </summary>
public sealed partial class ControllerManager
{
    private readonly IReadOnlyList<Controller> _controllers;
    private readonly LeaderElector? _elector;
    private readonly ILogger _log;

    /// <summary>Creates a manager that does nothing until <see cref="RunAsync"/>.</summary>
    /// <param name="controllers">The controllers.</param>
    /// <param name="services">Logs.</param>
    /// <param name="elector">The lease, or null to act without one.</param>
    public ControllerManager(IEnumerable<Controller> controllers, RuntimeServices services, LeaderElector? elector = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        _controllers = [.. controllers];
        _elector = elector;
        _log = services.Loggers.CreateLogger<ControllerManager>();
    }

    /// <summary>Runs until <paramref name="stopping"/>, or until something failed that only a restart fixes.</summary>
    /// <exception cref="LeadershipLostException">The lease was lost; the process must end.</exception>
    /// <exception cref="TimeoutException">The first lists did not come in time.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var end = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var reflectors = Task.WhenAll(_controllers.Select(c => c.RunReflectorsAsync(end.Token)));
        var lead = LeadAsync(stop.Token);
        await Task.WhenAny(lead, reflectors);

        // Workers without a watch would look alive and notice nothing.
        stop.Cancel();
        try
        {
            await lead;
        }
        finally
        {
            end.Cancel();
            await IgnoreCancellation(reflectors);
            Log.Stopped(_log);
        }
    }

    private async Task LeadAsync(CancellationToken stopping)
    {
        using var abort = new CancellationTokenSource();
        if (_elector is null)
        {
            await RunWorkersAsync(abort, stopping);
            return;
        }

        try
        {
            await _elector.AcquireAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }

        using var drained = new CancellationTokenSource();
        var hold = _elector.HoldAsync(drained.Token);
        var work = RunWorkersAsync(abort, stopping);
        var first = await Task.WhenAny(hold, work);
        if (first == hold)
        {
            Log.LeadershipLost(_log);
            abort.Cancel();
            await IgnoreCancellation(work);
            await hold;
        }

        // The lease is renewed until here, however long the drain took.
        drained.Cancel();
        await IgnoreCancellation(hold);
        await _elector.ReleaseAsync();
        await work;
    }

    private async Task RunWorkersAsync(CancellationTokenSource abort, CancellationToken stopping)
    {
        var workers = _controllers.Select(c => c.RunWorkersAsync(stopping, abort.Token)).ToList();
        while (workers.Count > 0)
        {
            var ended = await Task.WhenAny(workers);
            workers.Remove(ended);
            if (ended.IsFaulted)
            {
                // One controller without the others would look healthy and do half the work.
                abort.Cancel();
                await IgnoreCancellation(Task.WhenAll(workers));
                await ended;
            }
        }
    }

    private static async Task IgnoreCancellation(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is OperationCanceledException or LeadershipLostException)
        {
            // This is how it ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Controllers stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(Level = LogLevel.Critical, Message = "The lease is lost; reconciles under way are cancelled")]
        public static partial void LeadershipLost(ILogger logger);
    }
}
