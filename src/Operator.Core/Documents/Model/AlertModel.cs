namespace Operator.Core.Documents.Model;

/// <summary>One episode of one alert.</summary>
public sealed record AlertModel
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public string? PendingAt { get; init; }

    public string? FiringAt { get; init; }

    /// <summary>When it stopped firing, "still firing", or null.</summary>
    public string? ResolvedAt { get; init; }

    /// <summary>What must be known about these times: uncertainty, merged stretches, unknown beginning.</summary>
    public string? Note { get; init; }
}
