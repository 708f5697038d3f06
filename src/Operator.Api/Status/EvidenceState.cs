namespace Operator.Api;

/// <summary>Whether evidence may still change.</summary>
public enum EvidenceState
{
    /// <summary>It is collected again at each look.</summary>
    Collecting,

    /// <summary>It is kept, and Prometheus is not asked again.</summary>
    Frozen,
}
