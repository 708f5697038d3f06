using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>One row of the timeline.</summary>
public sealed record TimelineEntry
{
    /// <summary>When; of a time that is known roughly, a moment in that day, month or year.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How exactly a person knows it.</summary>
    public TimePrecision Precision { get; init; }

    /// <summary>What kind of moment.</summary>
    public required TimelineEntryType Type { get; init; }

    /// <summary>What happened. Text of people and labels: untrusted.</summary>
    public required string Event { get; init; }

    /// <summary>Who did it or saw it.</summary>
    public string? Actor { get; init; }

    /// <summary>Whether an entry of type Recovered tells of a part only.</summary>
    public bool Partial { get; init; }

    /// <summary>What needs more than a line. Markdown of people: untrusted.</summary>
    public string? Details { get; init; }

    /// <summary>Where to read more.</summary>
    public string? Link { get; init; }

    /// <summary>Whether the operator measured it, as opposed to a person's entry.</summary>
    public bool Measured { get; init; }
}
