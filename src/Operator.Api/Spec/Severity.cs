namespace Operator.Api;

/// <summary>How bad an incident was, in the two scales that are in common use; the lowest number is the worst.</summary>
public enum Severity
{
    /// <summary>Priority 0: everything stops.</summary>
    P0,

    /// <summary>Priority 1.</summary>
    P1,

    /// <summary>Priority 2.</summary>
    P2,

    /// <summary>Priority 3.</summary>
    P3,

    /// <summary>Priority 4.</summary>
    P4,

    /// <summary>Priority 5.</summary>
    P5,

    /// <summary>Severity 0: everything stops.</summary>
    SEV0,

    /// <summary>Severity 1.</summary>
    SEV1,

    /// <summary>Severity 2.</summary>
    SEV2,

    /// <summary>Severity 3.</summary>
    SEV3,

    /// <summary>Severity 4.</summary>
    SEV4,

    /// <summary>Severity 5.</summary>
    SEV5,

    /// <summary>Severity 6.</summary>
    SEV6,
}
