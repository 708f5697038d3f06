using System.Diagnostics.CodeAnalysis;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Events;
using Operator.Runtime.Leases;
using Prometheus;

namespace Operator.Runtime.Controllers;

/// <summary>Registers the runtime with a host.</summary>
public static class OperatorRuntimeExtensions
{
    // Drain, release of the lease, and some air.
    private static readonly TimeSpan LongestShutdown = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Adds client, health, metrics, lease and the service that runs every registered controller. The host stops when that
    /// service ends, and <see cref="Environment.ExitCode"/> is 1 when it failed.
    /// </summary>
    public static IServiceCollection AddOperatorRuntime(this IServiceCollection services, Action<OperatorRuntimeOptions>? configure = null)
    {
        var options = new OperatorRuntimeOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => Metrics.NewCustomRegistry());
        services.AddSingleton(options);
        services.AddSingleton(_ => Jitter.Create());
        services.AddSingleton<RuntimeMetrics>();
        services.AddSingleton(_ => KubeConfiguration.Load(options.Kubeconfig, options.Context));
        services.AddSingleton(provider => KubeApiConnection.Create(provider.GetRequiredService<KubernetesClientConfiguration>(), options.Client));
        services.AddSingleton(CreateClient);
        services.AddSingleton(CreateServices);
        services.AddSingleton(CreateElector);
        services.AddSingleton<ILeadership>(provider => provider.GetRequiredService<LeaderGate>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestShutdown);
        services.AddSingleton(provider => new EventRecorder(options.Events, provider.GetRequiredService<RuntimeServices>()));

        services.AddHealthChecks()
            .Add(new HealthCheckRegistration("loops", p => new RuntimeHealthCheck(() => DeadLoops(p)), failureStatus: null, [HealthEndpoints.Live]))
            .Add(new HealthCheckRegistration("lists", p => new RuntimeHealthCheck(() => MissingKnowledge(p), () => RuntimeHealth.FindUnwatched(p.GetServices<Controller>())), failureStatus: null, [HealthEndpoints.Ready]));

        // Hosted services stop in reverse order: the last events of the controllers are still sent.
        services.AddHostedService<EventService>();
        services.AddHostedService<OperatorService>();
        return services;
    }

    /// <summary>Adds a controller whose reconciler comes from the container.</summary>
    /// <typeparam name="TReconciler">The reconciler.</typeparam>
    public static IServiceCollection AddController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TReconciler>(this IServiceCollection services, ControllerDefinition definition)
        where TReconciler : class, IReconciler
    {
        services.TryAddSingleton<TReconciler>();
        return services.AddSingleton(provider => new Controller(
            definition,
            provider.GetRequiredService<TReconciler>(),
            provider.GetRequiredService<RuntimeServices>(),
            provider.GetRequiredService<LeaderGate>().Elector));
    }

    private static IEnumerable<string> DeadLoops(IServiceProvider provider) => RuntimeHealth.FindDeadLoops(
        provider.GetServices<Controller>(), provider.GetRequiredService<LeaderGate>().Elector, provider.GetRequiredService<EventRecorder>());

    private static IEnumerable<string> MissingKnowledge(IServiceProvider provider) => RuntimeHealth.FindMissingKnowledge(
        provider.GetServices<Controller>(), provider.GetRequiredService<LeaderGate>().Elector);

    private static KubeApiClient CreateClient(IServiceProvider provider)
    {
        LeaderGate? gate = null;
        return provider.GetRequiredService<KubeApiConnection>().CreateClient(
            provider.GetRequiredService<OperatorRuntimeOptions>().Client,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RuntimeMetrics>(),
            EnsureLeading);

        void EnsureLeading()
        {
            // Resolved late: the elector itself is made from this client.
            gate ??= provider.GetRequiredService<LeaderGate>();
            gate.Elector?.EnsureValid();
        }
    }

    private static RuntimeServices CreateServices(IServiceProvider provider) => new(provider.GetRequiredService<KubeApiClient>())
    {
        Time = provider.GetRequiredService<TimeProvider>(),
        Jitter = provider.GetRequiredService<Jitter>(),
        Metrics = provider.GetRequiredService<RuntimeMetrics>(),
        Loggers = provider.GetRequiredService<ILoggerFactory>(),
    };

    private static LeaderGate CreateElector(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<OperatorRuntimeOptions>();
        if (!options.LeaderElection.Enabled)
        {
            return new LeaderGate(null, null);
        }

        var (time, metrics) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RuntimeMetrics>());
        var connection = KubeApiConnection.CreateForLease(provider.GetRequiredService<KubernetesClientConfiguration>(), options.Client);
        var key = new ObjectKey(options.LeaderElection.Namespace, options.LeaderElection.LeaseName);
        var lease = new KubeLeaseClient(connection.CreateLeaseClient(options.Client, time, metrics), key, options.FieldManager);
        var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger<LeaderElector>();
        return new LeaderGate(new LeaderElector(lease, options.LeaderElection, time, provider.GetRequiredService<Jitter>(), metrics, log), connection);
    }
}

/// <summary>The elector, or none when election is off, and the connections that it owns.</summary>
internal sealed record LeaderGate(LeaderElector? Elector, KubeApiConnection? Connection) : ILeadership, IDisposable
{
    public bool IsLeader => Elector is null || Elector.IsValid;

    public void Dispose() => Connection?.Dispose();
}
