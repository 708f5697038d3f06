using Operator.Sandbox.ApiServer.Requests;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer;

/// <summary>How a <see cref="SandboxApiServer"/> is started.</summary>
public sealed record SandboxApiServerOptions
{
    /// <summary>Port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>When set, requests without this bearer token are answered with 401.</summary>
    public string? BearerToken { get; init; }

    /// <summary>Where the kubeconfig is written (mode 0600); by default a new file in the temporary directory that goes with the server.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>YAML files whose objects exist from the start, CustomResourceDefinitions first.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>Commits remembered per resource; watches and continue tokens from before are answered with 410. Default 10 000.</summary>
    public int WatchHistoryLimit { get; init; } = 10_000;

    /// <summary>Time between bookmarks of a quiet watch. Default one minute, as kube-apiserver has it.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Largest stored object in bytes. Default 1.5 MiB, etcd's limit.</summary>
    public int MaxObjectBytes { get; init; } = 1536 * 1024;

    /// <summary>Requests kept by the <see cref="RequestLog"/>; counters know all. Default 10 000.</summary>
    public int RequestLogLimit { get; init; } = 10_000;

    /// <summary>Rules beyond schema and CEL, in the role of admission policies.</summary>
    public IReadOnlyList<IResourceValidator> Validators { get; init; } = [];

    /// <summary>Seed of generated names; random when null.</summary>
    public int? Seed { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
