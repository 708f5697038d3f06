using System.ComponentModel;

namespace Operator.Api;

/// <summary>How exactly the two ends of a period are known.</summary>
public sealed record PeriodPrecisionSpec
{
    /// <summary>How exactly from is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision From { get; init; }

    /// <summary>How exactly to is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision To { get; init; }
}
