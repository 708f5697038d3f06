using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Operator.Hosting;

/// <summary>Where a listener listens.</summary>
/// <param name="Address">The address; null for every one, of IPv6 too where the node has it.</param>
/// <param name="Port">The port; 0 for any that is free.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>Reads <c>:PORT</c>, <c>IP:PORT</c> or <c>[IPv6]:PORT</c>; null when it is none of them.</summary>
    public static ListenAddress? Parse(string text)
    {
        if (text.StartsWith(':') && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return new ListenAddress(null, port);
        }

        // Without the second condition an address without a port would be taken for one with port 0.
        return IPEndPoint.TryParse(text, out var endpoint) && text.EndsWith($":{endpoint.Port}", StringComparison.Ordinal)
            ? new ListenAddress(endpoint.Address, endpoint.Port)
            : null;
    }

    /// <summary>Lets Kestrel listen there.</summary>
    public void Open(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (Address is null)
        {
            kestrel.ListenAnyIP(Port, configure);
        }
        else
        {
            kestrel.Listen(Address, Port, configure);
        }
    }
}
