namespace Operator.Api;

/// <summary>How well a number is known.</summary>
public enum MeasureQualifier
{
    /// <summary>It was counted.</summary>
    Exactly,

    /// <summary>It was estimated.</summary>
    About,

    /// <summary>There may be more.</summary>
    AtLeast,

    /// <summary>There may be fewer.</summary>
    UpTo,

    /// <summary>People looked for it and found none.</summary>
    NoneKnown,
}
