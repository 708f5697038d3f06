namespace Operator.Api;

/// <summary>What an action item is meant to achieve.</summary>
public enum ActionItemType
{
    /// <summary>That the incident does not happen again.</summary>
    Prevent,

    /// <summary>That it is noticed sooner.</summary>
    Detect,

    /// <summary>That it does less harm, or is over sooner.</summary>
    Mitigate,

    /// <summary>That people work together in a better way.</summary>
    Process,
}
