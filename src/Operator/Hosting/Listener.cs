using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Operator.Hosting;

/// <summary>One of the host's listeners, with endpoints that are served there and nowhere else.</summary>
/// <param name="Name">Name of the listener, unique in the host.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Map">Maps its endpoints.</param>
internal sealed record Listener(string Name, ListenAddress Address, Action<IEndpointRouteBuilder> Map)
{
    /// <summary>The certificate of each new connection; null for a listener without TLS.</summary>
    public Func<SslStreamCertificateContext>? Certificate { get; init; }

    private static readonly object Key = new();

    /// <summary>Opens the listeners when the host starts.</summary>
    public static void Open(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, IEnumerable<Listener> listeners)
    {
        foreach (var listener in listeners)
        {
            // Each connection remembers where it came in: ports may be chosen by the system.
            listener.Address.Open(kestrel, options =>
            {
                if (listener.Certificate is { } certificate)
                {
                    options.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate() }),
                    });
                }

                options.Use(next => connection =>
                {
                    connection.Items[Key] = listener.Name;
                    return next(connection);
                });
            });
        }
    }

    /// <summary>Serves each listener's endpoints to its own connections.</summary>
    public static void Serve(WebApplication app, IEnumerable<Listener> listeners)
    {
        foreach (var listener in listeners)
        {
            app.MapWhen(context => listener.Has(context), branch =>
            {
                branch.UseRouting();
                branch.UseEndpoints(listener.Map);
            });
        }
    }

    private bool Has(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var name) is true && Equals(name, Name);
}
