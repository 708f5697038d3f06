namespace Operator.Api.Schema;

/// <summary>Bounds of a list or map.</summary>
/// <param name="maximum">The greatest number of items.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(int maximum) : Attribute
{
    /// <summary>The greatest number of items.</summary>
    public int Maximum { get; } = maximum;

    /// <summary>The least number of items. Default: 0.</summary>
    public int Minimum { get; init; }
}
