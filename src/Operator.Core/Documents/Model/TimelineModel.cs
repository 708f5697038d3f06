namespace Operator.Core.Documents.Model;

/// <summary>What happened when.</summary>
public sealed record TimelineModel
{
    /// <summary>The zone as people call it, such as "MSK (UTC+3)".</summary>
    public required string Zone { get; init; }

    /// <summary>Said when clocks change between the first and the last entry.</summary>
    public string? ClockChange { get; init; }

    /// <summary>The second zone; null without one.</summary>
    public string? SecondZone { get; init; }

    public IReadOnlyList<TimelineRow> Entries { get; init; } = [];

    /// <summary>Whether rows have the time since the start.</summary>
    public required bool HasRelative { get; init; }

    /// <summary>The totals: duration, TTD and MTTR.</summary>
    public required string Total { get; init; }
}
