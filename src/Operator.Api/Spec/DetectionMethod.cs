namespace Operator.Api;

/// <summary>How an incident was noticed.</summary>
public enum DetectionMethod
{
    /// <summary>An alert fired.</summary>
    AutomatedAlert,

    /// <summary>A customer told us.</summary>
    CustomerReport,

    /// <summary>Somebody of ours saw it.</summary>
    ManualDiscovery,
}
