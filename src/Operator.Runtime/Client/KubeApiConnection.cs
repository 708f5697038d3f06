using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Authentication;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Client;

/// <summary>A pool of HTTP connections to the API server, with its credentials. Lives as long as the process.</summary>
public sealed class KubeApiConnection : IDisposable
{
    private const string InClusterBundle = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

    internal KubeApiConnection(HttpMessageInvoker http, Uri server, ServiceClientCredentials? credentials = null)
    {
        Http = http;
        Server = server;
        Credentials = credentials;
    }

    /// <summary>Sends requests. No <see cref="HttpClient"/>: what that adds, this client does itself, and each request would pay for it twice.</summary>
    internal HttpMessageInvoker Http { get; }

    /// <summary>Where the API begins; ends with a slash.</summary>
    internal Uri Server { get; }

    /// <summary>The highest version of HTTP to speak.</summary>
    internal Version HttpVersion { get; private init; } = System.Net.HttpVersion.Version20;

    internal ServiceClientCredentials? Credentials { get; }

    /// <summary>Name that the server's certificate must carry when it is not that of the address.</summary>
    internal string? TlsServerName { get; private init; }

    /// <summary>Opens nothing yet: the first request connects.</summary>
    /// <exception cref="ArgumentException">The configuration has no usable server address.</exception>
    public static KubeApiConnection Create(KubernetesClientConfiguration configuration, KubeApiClientOptions options) =>
        Create(configuration, options, isForLease: false);

    /// <summary>
    /// Connections for the lease alone, which must be renewed whatever else goes on. HTTP/1.1: a request that is given up closes its
    /// connection, so that the next try opens another one instead of waiting until a dead one is noticed.
    /// </summary>
    /// <exception cref="ArgumentException">The configuration has no usable server address.</exception>
    internal static KubeApiConnection CreateForLease(KubernetesClientConfiguration configuration, KubeApiClientOptions options) =>
        Create(configuration, options, isForLease: true);

    private static KubeApiConnection Create(KubernetesClientConfiguration configuration, KubeApiClientOptions options, bool isForLease)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (!Uri.TryCreate(configuration.Host?.TrimEnd('/') + "/", UriKind.Absolute, out var server))
        {
            throw new ArgumentException("The kubeconfig names no server address; give its cluster a 'server' such as https://host:6443.");
        }

        var http = new HttpMessageInvoker(CreateHandler(configuration, options, server), disposeHandler: true);
        return new KubeApiConnection(http, server, Kubernetes.CreateCredentials(configuration))
        {
            HttpVersion = isForLease || configuration.DisableHttp2 ? System.Net.HttpVersion.Version11 : System.Net.HttpVersion.Version20,
            TlsServerName = string.IsNullOrWhiteSpace(configuration.TlsServerName) ? null : configuration.TlsServerName,
        };
    }

    /// <summary>A client over this connection.</summary>
    /// <param name="options">Throttle, time-out, serialiser.</param>
    /// <param name="time">Clock of throttle and time-outs; default the system's.</param>
    /// <param name="metrics">Where requests are counted; default nowhere.</param>
    /// <param name="beforeWrite">Called before every request that changes something; throws when this process may not write, because it lost its lease.</param>
    public KubeApiClient CreateClient(
        KubeApiClientOptions options, TimeProvider? time = null, RuntimeMetrics? metrics = null, Action? beforeWrite = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        time ??= TimeProvider.System;
        return CreateClient(options, new RequestThrottle(options.Qps, options.Burst, time), time, metrics, beforeWrite);
    }

    /// <summary>A client for the lease: no limit and no pause holds it back.</summary>
    internal KubeApiClient CreateLeaseClient(KubeApiClientOptions options, TimeProvider time, RuntimeMetrics metrics) =>
        CreateClient(options, throttle: null, time, metrics, beforeWrite: null);

    private KubeApiClient CreateClient(
        KubeApiClientOptions options, RequestThrottle? throttle, TimeProvider time, RuntimeMetrics? metrics, Action? beforeWrite)
    {
        var sender = new ApiRequestSender(this, options, throttle, time, metrics ?? RuntimeMetrics.None);
        return new KubeApiClient(sender, options.JsonOptions ?? KubeJson.CreateOptions(), beforeWrite);
    }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    private static SocketsHttpHandler CreateHandler(KubernetesClientConfiguration configuration, KubeApiClientOptions options, Uri server)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // .NET does not understand ranges and suffixes in NO_PROXY, so that calls within the cluster would go to the proxy.
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = options.PingAfter,
            KeepAlivePingTimeout = options.PingTimeout,
            ConnectCallback = ConnectAsync,
        };
        if (server.Scheme == Uri.UriSchemeHttps)
        {
            ConfigureTls(handler.SslOptions, configuration);
        }

        configuration.FirstMessageHandlerSetup?.Invoke(handler);
        return handler;
    }

    private static void ConfigureTls(SslClientAuthenticationOptions tls, KubernetesClientConfiguration configuration)
    {
        if (configuration.SkipTlsVerify)
        {
            // Only because the kubeconfig says insecure-skip-tls-verify.
            tls.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        }
        else if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            // KubernetesClient's own check accepts any host name that the CA signed; this one does not.
            var inCluster = configuration.TokenProvider is TokenFileAuth && File.Exists(InClusterBundle);
            tls.RemoteCertificateValidationCallback = new ServerTrust(authorities, inCluster ? InClusterBundle : null).Validate;
        }

        if (ClientCertificate.Load(configuration) is { } clientCertificate)
        {
            tls.ClientCertificates = new X509CertificateCollection { clientCertificate };
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => clientCertificate;
        }
    }

    /// <summary>TCP keep-alive finds a dead peer under a quiet watch within half a minute; HTTP/1.1 has nothing else for it.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
