namespace Operator.Api;

/// <summary>Who tells a fact.</summary>
public enum FactSource
{
    /// <summary>A field of spec that a person filled in.</summary>
    Spec,

    /// <summary>An entry of spec.timeline.</summary>
    Timeline,

    /// <summary>Recorded samples of an alert.</summary>
    Alert,

    /// <summary>The indicator of an objective.</summary>
    SLI,

    /// <summary>The counts of an objective, added up slice by slice.</summary>
    Slices,

    /// <summary>A query of spec.impact.</summary>
    Query,

    /// <summary>The phases of spec.impact.</summary>
    Phases,

    /// <summary>The exposure that spec.impact.data tells, of a security incident.</summary>
    Exposure,
}
