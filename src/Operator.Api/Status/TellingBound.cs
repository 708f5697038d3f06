namespace Operator.Api;

/// <summary>How a source means its value.</summary>
public enum TellingBound
{
    /// <summary>It was later than the given time, which is the last that the source knows.</summary>
    After,

    /// <summary>It never was.</summary>
    Never,
}
