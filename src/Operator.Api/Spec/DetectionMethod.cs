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

    /// <summary>Somebody outside told us who is neither customer nor partner, such as a researcher.</summary>
    ExternalReport,

    /// <summary>A partner or supplier told us.</summary>
    Partner,

    /// <summary>Whoever made the change noticed it.</summary>
    Self,
}
