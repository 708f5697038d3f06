using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>How the incident was fixed. Markdown; fenced code is welcome.</summary>
public sealed record ResolutionSpec
{
    /// <summary>What was done during the incident.</summary>
    [Text(16384)]
    public string? ImmediateFix { get; init; }

    /// <summary>How it was checked that the fix worked.</summary>
    [Text(16384)]
    public string? Validation { get; init; }
}
