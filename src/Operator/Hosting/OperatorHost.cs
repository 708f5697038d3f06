using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Operator.Evidence;
using Operator.Facts;
using Operator.Metrics;
using Operator.FollowUp;
using Operator.Publishing.GitHub.Issues;
using Operator.Prometheus;
using Operator.Publishing;
using Operator.Publishing.Git;
using Operator.Reconciling;
using Operator.Rendering;
using Operator.Rendering.Templates;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Diagnostics;

namespace Operator.Hosting;

/// <summary>Puts the operator together: for the command line, and for whoever runs it within another program.</summary>
public static partial class OperatorHost
{
    private const string PodNamespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    /// <summary>The host of the operator, not started. It takes nothing from the environment but what the arguments hold.</summary>
    /// <param name="run">How to run; validated.</param>
    /// <param name="prometheus">The sources; validated.</param>
    /// <param name="templates">Directory of the templates, or null.</param>
    /// <param name="git">The Git repositories; validated. Null for none.</param>
    /// <param name="clusterName">The name of the cluster in files that are published to Git.</param>
    /// <param name="configure">Replaces services, such as the clock.</param>
    public static WebApplication Build(RunOptions run, PrometheusOptions prometheus, string? templates, Action<IServiceCollection>? configure = null, GitOptions? git = null, string? clusterName = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        Listener[] listeners = [new("health", ListenAddress.Parse(run.HealthAddress)!, endpoints => endpoints.MapHealth()), .. MetricsListener(run.Metrics)];

        // Empty: the usual builders watch files, which fails on a node without inotify instances, and read every variable of the environment,
        // where Kubernetes puts some for each Service.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listener.Open(kestrel, listeners));
        builder.Services.AddRoutingCore();
        OperatorLogging.Configure(builder.Logging, run.LogFormat ?? (Console.IsOutputRedirected ? OperatorLogging.Json : OperatorLogging.Text), OperatorLogging.Level(run.LogLevel ?? "") ?? LogLevel.Information);
        configure?.Invoke(builder.Services);
        builder.Services.AddOperatorRuntime(runtime => Configure(runtime, run));
        AddReconciler(builder.Services, prometheus, templates);
        AddMetrics(builder.Services, run.Metrics);
        OperatorTracing.Configure(builder.Services, run.Tracing);
        AddGit(builder.Services, git ?? new GitOptions(), clusterName);
        builder.Services.AddController<PostMortemReconciler>(Definition(run));
        var app = builder.Build();
        Listener.Serve(app, listeners);
        app.Services.GetRequiredService<GitRepositories>().Wake = key => app.Services.GetRequiredService<Controller>().Enqueue(key);
        Log.Starts(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OperatorHost).FullName!), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20);
        return app;
    }

    private static IEnumerable<Listener> MetricsListener(MetricsOptions metrics)
    {
        if (metrics.Address is not null)
        {
            var certificate = metrics is { CertFile: { } cert, KeyFile: { } key } ? new ServingCertificate(cert, key) : null;
            yield return new Listener("metrics", ListenAddress.Parse(metrics.Address)!, MetricsEndpoint.Map) { Certificate = certificate is null ? null : certificate.Current };
        }
    }

    private static void AddMetrics(IServiceCollection services, MetricsOptions metrics)
    {
        services.AddSingleton(metrics);
        services.AddSingleton<MetricsPage>();
        if (metrics.RequireToken)
        {
            services.AddSingleton<ScrapeAuthorization>();
        }
    }

    private static void AddReconciler(IServiceCollection services, PrometheusOptions prometheus, string? templates)
    {
        services.AddSingleton(provider => new PrometheusSources(prometheus, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<HiddenFields>();
        services.AddSingleton<FilesFinalizer>();
        services.AddSingleton<AdoptStep>();
        services.AddSingleton<EvidenceCollector>();
        services.AddSingleton<IEvidenceSource, FreshEvidence>();
        services.AddSingleton<EvidenceStep>();
        services.AddSingleton(new TemplateCatalog(templates));
        services.AddSingleton<TemplateRenderer>();
        services.AddSingleton<DocumentRenderer>();
        services.AddSingleton<VerifyStep>();
        services.AddSingleton<RenderStep>();
        services.AddSingleton<PostMortemSteps>();
        services.AddSingleton<TransitionEvents>();
        services.AddSingleton<StatusStep>();
        services.AddSingleton<NextLook>();
        services.AddSingleton<ReconcileMemory>();
        services.AddSingleton<RestFromLists>();
    }

    private static void AddGit(IServiceCollection services, GitOptions git, string? clusterName)
    {
        services.AddSingleton(provider => new GitCredentialsReader(
            git.Repositories.Any(r => r.Auth.SecretName is not null) ? provider.GetRequiredService<KubeApiClient>() : null,
            provider.GetRequiredService<OperatorRuntimeOptions>().LeaderElection.Namespace,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new GitRepositories(
            git, clusterName, provider.GetRequiredService<GitCredentialsReader>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddHostedService(provider => provider.GetRequiredService<GitRepositories>());
        services.AddSingleton(provider => new IssueTrackers(
            git, provider.GetRequiredService<GitRepositories>(), provider.GetRequiredService<GitCredentialsReader>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddHostedService(provider => provider.GetRequiredService<IssueTrackers>());
    }

    private static void Configure(OperatorRuntimeOptions runtime, RunOptions run)
    {
        var isInCluster = File.Exists(PodNamespaceFile);
        runtime.Kubeconfig = run.Kubeconfig;
        runtime.FieldManager = OwnedConfigMaps.FieldManager;
        runtime.Client.Qps = run.KubeApiQps;
        runtime.Client.Burst = run.KubeApiBurst;
        runtime.Client.UserAgent = OwnedConfigMaps.FieldManager;
        runtime.Client.JsonOptions = KubeClientJson.CreateOptions();
        runtime.Events.Controller = OwnedConfigMaps.FieldManager;
        runtime.LeaderElection.Enabled = run.LeaderElection ?? isInCluster;
        runtime.LeaderElection.LeaseName = run.LeaseName;
        runtime.LeaderElection.Namespace = run.LeaseNamespace ?? (isInCluster ? File.ReadAllText(PodNamespaceFile).Trim() : "default");
    }

    private static ControllerDefinition Definition(RunOptions run) => new()
    {
        Name = "postmortem",
        Resource = PostMortemReconciler.PostMortems,
        Namespaces = [.. run.Namespaces.Where(n => n.Length > 0)],
        TokenAnnotations = [Api.PostMortemAnnotations.ReconcileAt, Api.PostMortemAnnotations.RefreshEvidence],
        Owned = [new OwnedResource(ResourceType.ConfigMap, ChildLabels.Selector, Api.PostMortemAnnotations.EvidenceOf) { Facts = json => ConfigMapFacts.Read(json, OwnedConfigMaps.FieldManager) }],
        Facts = PostMortemFacts.Read,
        Options = new ControllerOptions { Workers = run.Workers, ResyncPeriod = run.ResyncPeriod },
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The operator starts; its heap may take {HeapMiB} MiB")]
        public static partial void Starts(ILogger logger, long heapMiB);
    }
}
