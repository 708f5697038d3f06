namespace Operator.Api.Schema;

/// <summary>Bounds of a number in the schema. Inclusive unless said otherwise; NaN means no bound on that side.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberBoundsAttribute : Attribute
{
    /// <summary>The least value. Default: none.</summary>
    public double Minimum { get; set; } = double.NaN;

    /// <summary>The greatest value. Default: none.</summary>
    public double Maximum { get; set; } = double.NaN;

    /// <summary>Whether the value must be greater than, not equal to, <see cref="Minimum"/>. Default: false.</summary>
    public bool ExclusiveMinimum { get; init; }

    /// <summary>Whether the value must be less than, not equal to, <see cref="Maximum"/>. Default: false.</summary>
    public bool ExclusiveMaximum { get; init; }
}
