namespace Operator.Api.Schema;

/// <summary>Bounds and pattern of a string, or of every string of a list or map.</summary>
/// <param name="maximum">The greatest length in Unicode code points.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextAttribute(int maximum) : Attribute
{
    /// <summary>The greatest length in Unicode code points.</summary>
    public int Maximum { get; } = maximum;

    /// <summary>The least length in Unicode code points. Default: 0.</summary>
    public int Minimum { get; init; }

    /// <summary>An RE2 pattern that the string must match, anchored by itself. Default: none.</summary>
    public string? Pattern { get; init; }
}
