namespace Operator.Core.Evidence;

/// <summary>How an indicator is measured.</summary>
public enum SliKind
{
    /// <summary>Two counters.</summary>
    Ratio,

    /// <summary>Two queries of events per second.</summary>
    Events,

    /// <summary>One query of the error ratio; no counts exist.</summary>
    Raw,
}
