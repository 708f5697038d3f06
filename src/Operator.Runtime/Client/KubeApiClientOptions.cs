using System.Text.Json;

namespace Operator.Runtime.Client;

/// <summary>How the client talks to the API server.</summary>
public sealed class KubeApiClientOptions
{
    /// <summary>Sustained requests per second; -1 turns the throttle off. Default 50.</summary>
    public double Qps { get; set; } = 50;

    /// <summary>Requests that may be sent at once after a quiet time. Default 300.</summary>
    public int Burst { get; set; } = 300;

    /// <summary>Time for one request, watches excepted. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer that is read into memory, in bytes. Default 64 MiB.</summary>
    public int MaxResponseBytes { get; set; } = 64 << 20;

    /// <summary>The <c>User-Agent</c> header, which the audit log shows. Default <c>operator-runtime</c>.</summary>
    public string UserAgent { get; set; } = "operator-runtime";

    /// <summary>Serialiser of the objects; default: one that knows the types of Kubernetes. Give one that knows the resource's types too, such as of <see cref="KubeJson.CreateOptions(System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver)"/>.</summary>
    public JsonSerializerOptions? JsonOptions { get; set; }

    internal void Validate()
    {
        if (Qps is not -1 and not > 0)
        {
            throw new ArgumentException($"{nameof(Qps)} is {Qps}; give a rate above 0, or -1 for no throttle.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Burst, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxResponseBytes, 1 << 20);
    }
}
