using Operator.Runtime.Client;
using Operator.Runtime.Events;
using Operator.Runtime.Leases;

namespace Operator.Runtime.Controllers;

/// <summary>Everything that an operator's administrator may set about the runtime.</summary>
public sealed class OperatorRuntimeOptions
{
    /// <summary>Path of a kubeconfig; null for the pod's service account, then the files of <c>KUBECONFIG</c>, then <c>~/.kube/config</c>.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>A context of the kubeconfig; null for its current one.</summary>
    public string? Context { get; set; }

    /// <summary>Throttle, time-out, serialiser.</summary>
    public KubeApiClientOptions Client { get; } = new();

    /// <summary>The lease.</summary>
    public LeaderElectionOptions LeaderElection { get; } = new();

    /// <summary>Events.</summary>
    public EventRecorderOptions Events { get; } = new();

    /// <summary>Owner of the fields of the lease. Default <c>operator</c>.</summary>
    public string FieldManager { get; set; } = "operator";
}
