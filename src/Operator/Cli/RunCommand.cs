using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Operator.Configuration;
using Operator.Core.Budgets;
using Operator.Hosting;
using Operator.Prometheus;
using Operator.Publishing.Git;

namespace Operator.Cli;

/// <summary><c>run</c></summary>
internal static class RunCommand
{
    /// <summary>What the help ends with.</summary>
    public const string Examples = """
        In a cluster the pod's service account is used, elsewhere --kubeconfig, KUBECONFIG or ~/.kube/config.
        Every option is also a setting of the configuration's section 'run', and an environment variable such as
        POSTMORTEM__RUN__WORKERS; the flag wins over the environment, the environment over the file.

        Examples:
          postmortem-operator run --prometheus-url http://localhost:9090
          postmortem-operator run --config operator.yaml --namespaces production,staging --log-format json

        Exit code: 0 it was asked to stop, 1 it lost its lease or cannot work, 2 wrong usage or configuration.
        """;

    private static readonly Option<string?> Config = CommonOptions.Config();
    private static readonly Option<string?> Templates = CommonOptions.Templates();
    private static readonly Option<string?> Kubeconfig = new("--kubeconfig") { Description = "A kubeconfig; its current context is used.", HelpName = "FILE" };
    private static readonly Option<string?> PrometheusUrl = new("--prometheus-url") { Description = "The URL of source 'default', without /api/v1.", HelpName = "URL" };
    private static readonly Option<string?> Namespaces = new("--namespaces") { Description = "Namespaces to watch, separated by commas (default: all).", HelpName = "NAMES" };
    private static readonly Option<int?> Workers = new("--workers") { Description = "Resources that are worked on at the same time (default: 4)." };
    private static readonly Option<bool?> LeaderElection = new("--leader-election") { Description = "Whether one of several replicas is elected (default: true in a cluster)." };
    private static readonly Option<string?> LeaseNamespace = new("--lease-namespace") { Description = "Namespace of the lease (default: the pod's)." };
    private static readonly Option<string?> LeaseName = new("--lease-name") { Description = "Name of the lease (default: postmortem-operator)." };
    private static readonly Option<double?> KubeApiQps = new("--kube-api-qps") { Description = "Requests per second to the API server, -1 for no limit (default: no limit)." };
    private static readonly Option<int?> KubeApiBurst = new("--kube-api-burst") { Description = "Requests that may be sent at once, where there is a limit (default: 300)." };
    private static readonly Option<string?> HealthAddress = new("--health-address") { Description = "Address of /healthz and /readyz (default: :8081).", HelpName = "[IP]:PORT" };
    private static readonly Option<string?> MetricsAddress = new("--metrics-address") { Description = "Address of /metrics (default: none).", HelpName = "[IP]:PORT" };
    private static readonly Option<string?> LogFormat = new("--log-format") { Description = "json or text (default: text on a terminal)." };
    private static readonly Option<string?> LogLevel = new("--log-level") { Description = "The least that is logged: debug, info, warning or error (default: info)." };
    private static readonly Option<string?> ResyncPeriod = new("--resync-period") { Description = "How often everything is looked at though nothing changed (default: 10h).", HelpName = "DURATION" };

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("run", "Runs the operator.")
        {
            Kubeconfig, Config, PrometheusUrl, Templates, Namespaces, Workers, LeaderElection, LeaseNamespace, LeaseName,
            KubeApiQps, KubeApiBurst, HealthAddress, MetricsAddress, LogFormat, LogLevel, ResyncPeriod,
        };
        command.SetAction((parsed, cancellation) => RunAsync(Read(parsed), parsed.GetValue(Templates), terminal, cancellation));
        return command;
    }

    private static OperatorOptions Read(ParseResult parsed)
    {
        var options = OperatorOptionsLoader.Load(parsed.GetValue(Config));
        if (parsed.GetValue(PrometheusUrl) is { } url && options.Prometheus.Sources.All(s => s.Name != "default"))
        {
            options.Prometheus.Sources.Add(new PrometheusSourceOptions { Url = url });
        }
        else if (parsed.GetValue(PrometheusUrl) is { } other)
        {
            options.Source("default", other);
        }

        var run = options.Run;
        run.Kubeconfig = parsed.GetValue(Kubeconfig) ?? run.Kubeconfig;
        run.Namespaces = parsed.GetValue(Namespaces)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? run.Namespaces;
        run.Workers = parsed.GetValue(Workers) ?? run.Workers;
        run.LeaderElection = parsed.GetValue(LeaderElection) ?? run.LeaderElection;
        run.LeaseNamespace = parsed.GetValue(LeaseNamespace) ?? run.LeaseNamespace;
        run.LeaseName = parsed.GetValue(LeaseName) ?? run.LeaseName;
        run.KubeApiQps = parsed.GetValue(KubeApiQps) ?? run.KubeApiQps;
        run.KubeApiBurst = parsed.GetValue(KubeApiBurst) ?? run.KubeApiBurst;
        run.HealthAddress = parsed.GetValue(HealthAddress) ?? run.HealthAddress;
        run.Metrics.Address = parsed.GetValue(MetricsAddress) ?? run.Metrics.Address;
        run.LogFormat = parsed.GetValue(LogFormat) ?? run.LogFormat;
        run.LogLevel = parsed.GetValue(LogLevel) ?? run.LogLevel;
        run.ResyncPeriod = Duration(parsed.GetValue(ResyncPeriod)) ?? run.ResyncPeriod;
        Check(options);
        return options;
    }

    private static async Task<int> RunAsync(OperatorOptions options, string? templates, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            GiveEveryWorkerAThread(options.Run.Workers);
            await using var host = OperatorHost.Build(options.Run, options.Prometheus, templates ?? options.Templates.Directory, git: options.Git, clusterName: options.ClusterName);
            await host.RunAsync(cancellationToken);
            return Environment.ExitCode == 0 ? ExitCodes.Fine : ExitCodes.No;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await terminal.Error.WriteLineAsync($"The operator cannot start: {InUse(e, options.Run)}");
            return ExitCodes.Unusable;
        }
        catch (Exception e) when (e is k8s.Exceptions.KubeConfigException or IOException or ArgumentException)
        {
            await terminal.Error.WriteLineAsync($"The operator cannot start: {e.Message}");
            return ExitCodes.Unusable;
        }
    }

    private static string InUse(IOException e, RunOptions run) =>
        run.Metrics.Address is { } metrics && e.Message.Contains(metrics[metrics.LastIndexOf(':')..], StringComparison.Ordinal)
            ? $"{metrics} is in use; end what listens there, or give another --metrics-address"
            : $"{run.HealthAddress} is in use; end what listens there, or give another --health-address";

    // Figures and documents take a thread for as long as they last. Each worker may have one, and health, lease and watches have theirs at once.
    private static void GiveEveryWorkerAThread(int workers)
    {
        const int Others = 4;
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, workers + Others), ports);
    }

    private static void Check(OperatorOptions options)
    {
        string[] problems =
        [
            .. options.Run.Validate(),
            .. PrometheusOptionsValidator.Validate(options.Prometheus),
            .. GitOptionsValidator.Validate(options.Git, options.ClusterName),
        ];
        if (problems.Length > 0)
        {
            throw new UnusableException(string.Join('\n', problems));
        }
    }

    private static TimeSpan? Duration(string? text) => text is null
        ? null
        : PrometheusDuration.TryParse(text, out var duration) ? duration : throw new UnusableException($"--resync-period: '{text}' is not a duration such as 10h");
}
