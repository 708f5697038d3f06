namespace Operator.Sandbox.TryOut;

/// <summary>What the command line asked for.</summary>
internal sealed record SandboxOptions
{
    /// <summary>Port of the Kubernetes API on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the kubeconfig is written; null for a temporary file.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>A Prometheus to be asked instead of the replay.</summary>
    public string? PrometheusUrl { get; init; }

    /// <summary>Whether the samples exist from the start.</summary>
    public bool WithSamples { get; init; } = true;

    /// <summary>Whether there is an API server only.</summary>
    public bool ApiOnly { get; init; }

    /// <summary>Files whose objects exist from the start.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];
}
