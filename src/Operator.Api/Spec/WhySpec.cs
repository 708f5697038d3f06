using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>One question of the five whys, and its answer.</summary>
public sealed record WhySpec
{
    /// <summary>The question.</summary>
    [Text(1024, Minimum = 1)]
    public required string Why { get; init; }

    /// <summary>The answer.</summary>
    [Text(1024)]
    public string? Because { get; init; }
}
