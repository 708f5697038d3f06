namespace Operator.Api;

/// <summary>How an error budget is counted, in OpenSLO's terms.</summary>
public enum BudgetingMethod
{
    /// <summary>By events: bad events against the events that may be bad.</summary>
    Occurrences,

    /// <summary>By time: seconds of bad slices against the seconds that may be bad.</summary>
    Timeslices,

    /// <summary>By the mean of the slices' error ratios, whatever their traffic.</summary>
    RatioTimeslices,
}
