using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Operator.Hosting;
using Operator.Prometheus;
using Operator.Publishing.Git;
using Operator.Sandbox.ApiServer;
using Operator.Sandbox.Replay;

namespace Operator.Sandbox.TryOut;

/// <summary>Kubernetes API, evidence and operator in one process. They talk to each other over HTTP, as in a cluster.</summary>
internal sealed class SandboxSession(SandboxOptions options, TimeProvider time, TextWriter output) : IAsyncDisposable
{
    // Client libraries insist on credentials in a kubeconfig; the server asks for none.
    private const string UnusedToken = "unused";

    private readonly SampleManifests _manifests = new();
    private readonly Handbook _handbook = new();
    private readonly TextWriter _output = TextWriter.Synchronized(output);
    private ReplayServer? _replay;
    private SandboxApiServer? _server;
    private WebApplication? _operator;

    /// <summary>Runs until it is told to end.</summary>
    /// <returns>The exit code: 0 when it was told to end, 1 when the operator ended by itself.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var recordings = options.ApiOnly || options.PrometheusUrl is not null ? null : Recordings.Load(time.GetUtcNow());
        _server = await SandboxApiServer.StartAsync(
            new SandboxApiServerOptions
            {
                Port = options.Port,
                KubeconfigPath = options.Kubeconfig,
                Manifests = _manifests.Write(options, recordings?.MovedBy, options.ApiOnly || !_handbook.TryCreate() ? null : Handbook.Name),
                Time = time,
            },
            cancellationToken);
        Kubeconfig.Write(_server.KubeconfigPath, _server.Url.ToString().TrimEnd('/'), UnusedToken);
        if (options.ApiOnly)
        {
            await _output.WriteLineAsync(Guide.ApiOnly(_server.Url, _server.KubeconfigPath));
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }

        if (recordings is not null)
        {
            _replay = await ReplayServer.StartAsync(recordings, time, Say, cancellationToken);
        }

        _operator = await StartOperatorAsync(_server, _replay?.Url.ToString() ?? options.PrometheusUrl!, _handbook.Options, cancellationToken);
        await _output.WriteLineAsync(Guide.Whole(_server.Url, _server.KubeconfigPath, options, _handbook.Path));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_operator.Lifetime.ApplicationStopping, cancellationToken);
        await Task.WhenAll(new StatusLines(_server.Url, time, Say).RunAsync(ending.Token), _handbook.FollowAsync(time, Say, ending.Token));
        return cancellationToken.IsCancellationRequested ? 0 : 1;
    }

    public async ValueTask DisposeAsync()
    {
        if (_operator is not null)
        {
            await _operator.StopAsync();
            await _operator.DisposeAsync();
        }

        if (_replay is not null)
        {
            await _replay.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _manifests.Dispose();
        _handbook.Dispose();
    }

    private static async Task<WebApplication> StartOperatorAsync(SandboxApiServer server, string prometheusUrl, GitOptions git, CancellationToken cancellationToken)
    {
        var prometheus = new PrometheusOptions();
        prometheus.Sources.Add(new PrometheusSourceOptions { Url = prometheusUrl });
        if (PrometheusOptionsValidator.Validate(prometheus) is [var problem, ..])
        {
            throw new ArgumentException(problem);
        }

        var run = new RunOptions { Kubeconfig = server.KubeconfigPath, HealthAddress = "127.0.0.1:0", LeaderElection = false, LogFormat = "text" };
        var app = OperatorHost.Build(run, prometheus, templates: null, services => services
            .AddSingleton<IHostLifetime, SilentLifetime>()
            // What goes well is told by the statuses.
            .Configure<LoggerFilterOptions>(logging => logging.MinLevel = LogLevel.Warning), git, "sandbox");
        await app.StartAsync(cancellationToken);
        return app;
    }

    private void Say(string line) => _output.WriteLine(FormattableString.Invariant($"{time.GetLocalNow():HH:mm:ss}  {line}"));
}
