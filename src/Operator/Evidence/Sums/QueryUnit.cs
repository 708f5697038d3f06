namespace Operator.Evidence.Sums;

/// <summary>What a query of events gives.</summary>
internal enum QueryUnit
{
    /// <summary>Events per second.</summary>
    Rate,

    /// <summary>Events in the stretch that was asked about.</summary>
    Count,
}
