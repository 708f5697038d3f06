using System.Text.Json;

namespace Operator.Runtime.Client;

/// <summary>How the client talks to the API server.</summary>
public sealed class KubeApiClientOptions
{
    /// <summary>
    /// Sustained requests per second; -1 for no limit. Default -1: the API server's Priority and Fairness shares it out, and its 429 is obeyed.
    /// </summary>
    public double Qps { get; set; } = -1;

    /// <summary>Requests that may be sent at once after a quiet time, where there is a limit. Default 300.</summary>
    public int Burst { get; set; } = 300;

    /// <summary>Time for one request, watches excepted. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an HTTP/2 connection is silent before it is asked for a sign of life. Default 10 s.</summary>
    public TimeSpan PingAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long that sign may take; then the connection is given up with all its requests, and the next one opens another. Default 5 s.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest answer that is read into memory, in bytes. Default 64 MiB.</summary>
    public int MaxResponseBytes { get; set; } = 64 << 20;

    /// <summary>The <c>User-Agent</c> header, which the audit log shows. Default <c>operator-runtime</c>.</summary>
    public string UserAgent { get; set; } = "operator-runtime";

    /// <summary>Serialiser of the objects; default: one that knows the runtime's own types alone. Give one that knows the resource's types too, such as of <see cref="KubeJson.CreateOptions"/>.</summary>
    public JsonSerializerOptions? JsonOptions { get; set; }

    internal void Validate()
    {
        if (Qps is not -1 and not > 0)
        {
            throw new ArgumentException($"{nameof(Qps)} is {Qps}; give a rate above 0, or -1 for no limit.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Burst, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(PingAfter, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(PingTimeout, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxResponseBytes, 1 << 20);
    }
}
