namespace Operator.Api;

/// <summary>Whether a figure has a value, and if not, why.</summary>
public enum FigureState
{
    /// <summary>It has a value.</summary>
    Recorded,

    /// <summary>It has none yet; the incident is ongoing, or its start or end is not known.</summary>
    Pending,

    /// <summary>It has none and will have none: what it rests on is not there.</summary>
    NotApplicable,

    /// <summary>What it rests on contradicts itself; the message says how.</summary>
    Invalid,
}
