using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Operator.Sandbox.ApiServer.GarbageCollection;
using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.ManagedFields;
using Operator.Sandbox.ApiServer.Patching;
using Operator.Sandbox.ApiServer.Requests;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Watching;
using Operator.Sandbox.ApiServer.Writing;

namespace Operator.Sandbox.ApiServer;

/// <summary>
/// A Kubernetes API server in this process: in memory, on 127.0.0.1, for trying things out and for tests.
/// What it leaves out is listed in the project's README.
/// </summary>
public sealed class SandboxApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ObjectStore _store;
    private readonly GarbageCollector _collector;
    private readonly CancellationTokenSource _stopping;
    private readonly bool _ownsKubeconfig;
    private Task _collecting = Task.CompletedTask;

    private SandboxApiServer(SandboxApiServerOptions options)
    {
        _stopping = new CancellationTokenSource();
        Requests = new RequestLog(options.RequestLogLimit);
        var registry = new ResourceRegistry(options.Time);
        _store = new ObjectStore(options.WatchHistoryLimit, options.MaxObjectBytes);
        var deleter = new ObjectDeleter(_store, options.Time);
        _collector = new GarbageCollector(_store, registry, deleter);
        _store.Observe(registry.Observe);
        _store.Observe(_collector.Observe);
        var fieldManager = new FieldManager(options.Time);
        var random = new Random(options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
        var writer = new ObjectWriter(_store, new ObjectPreparer(options.Validators), fieldManager, options.Time, random);
        var responder = new ObjectResponder(options.Time);
        var resources = new ResourceHandler(
            _store,
            writer,
            deleter,
            new PatchHandler(writer, fieldManager),
            new ListHandler(_store, responder),
            new WatchHandler(_store, responder, options, _stopping.Token),
            responder);
        var pipeline = new ApiPipeline(options, registry, resources, Requests, () => Faults);
        Preload(options, registry, writer);
        _app = Build(options, pipeline);
        _ownsKubeconfig = options.KubeconfigPath is null;
        KubeconfigPath = options.KubeconfigPath ?? Path.Combine(Directory.CreateTempSubdirectory("sandbox-").FullName, "kubeconfig");
    }

    /// <summary>Base address, such as <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>A kubeconfig for this server, mode 0600.</summary>
    public string KubeconfigPath { get; }

    /// <summary>What clients asked.</summary>
    public RequestLog Requests { get; }

    /// <summary>Fault injection; null, the default, serves everything.</summary>
    public FaultHook? Faults { get; set; }

    /// <summary>The newest resourceVersion.</summary>
    public long ResourceVersion => _store.Revision;

    /// <summary>Starts a server; it answers when the task completes.</summary>
    public static async Task<SandboxApiServer> StartAsync(SandboxApiServerOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SandboxApiServerOptions();
        var server = new SandboxApiServer(options);
        try
        {
            await server._app.StartAsync(cancellation);
            var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            server.Url = new Uri(addresses.Addresses.First());
            server._collecting = Task.Run(() => server._collector.RunAsync(server._stopping.Token), CancellationToken.None);
            Kubeconfig.Write(server.KubeconfigPath, server.Url.ToString().TrimEnd('/'), options.BearerToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Forgets the watch history: running watches go on, resumed ones and continue tokens get 410.</summary>
    public void Compact() => _store.Compact();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        await _collecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        if (_ownsKubeconfig && Path.GetDirectoryName(KubeconfigPath) is { } directory && Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static WebApplication Build(SandboxApiServerOptions options, ApiPipeline pipeline)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(FormattableString.Invariant($"http://127.0.0.1:{options.Port}"));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The limit is enforced with a Status object, and a slow reader is the client's own affair.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        app.Run(pipeline.HandleAsync);
        return app;
    }

    private static void Preload(SandboxApiServerOptions options, ResourceRegistry registry, ObjectWriter writer)
    {
        foreach (var name in new[] { "default", "kube-system", "kube-public", "kube-node-lease" })
        {
            Create(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
        }

        var objects = options.Manifests.SelectMany(f => YamlDecoder.DecodeAll(File.ReadAllText(f))).OfType<JsonObject>().ToList();
        foreach (var value in objects.OrderBy(o => o.TextAt("kind") switch { "CustomResourceDefinition" => 0, "Namespace" => 1, _ => 2 }))
        {
            Create(value);
        }

        void Create(JsonObject value)
        {
            var resource = registry.FindKind(value.TextAt("apiVersion") ?? "", value.TextAt("kind") ?? "")
                ?? throw new InvalidOperationException($"no resource serves kind {value.TextAt("kind")} of {value.TextAt("apiVersion")}; is its CustomResourceDefinition among the manifests?");
            var ns = resource.Namespaced ? value.ObjectAt("metadata").TextAt("namespace") ?? "default" : "";
            var http = new DefaultHttpContext();
            http.Request.Headers.UserAgent = "sandbox";
            writer.Create(new ApiRequest(http, resource, new ResourcePath(resource.Group, resource.Version, ns, resource.Plural, "", "")), value, []);
        }
    }
}
