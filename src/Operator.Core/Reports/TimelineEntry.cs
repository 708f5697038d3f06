using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>One row of the timeline.</summary>
public sealed record TimelineEntry
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of moment.</summary>
    public required TimelineEntryType Type { get; init; }

    /// <summary>What happened. Text of people and labels: untrusted.</summary>
    public required string Event { get; init; }

    /// <summary>Who did it or saw it.</summary>
    public string? Actor { get; init; }

    /// <summary>Whether the operator measured it, as opposed to a person's entry.</summary>
    public bool Measured { get; init; }
}
