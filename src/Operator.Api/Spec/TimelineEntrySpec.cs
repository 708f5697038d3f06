using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Something that was done or seen at one moment.</summary>
public sealed record TimelineEntrySpec
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of moment it was; some kinds also tell the incident's times.</summary>
    [DefaultValue(TimelineEntryType.Note)]
    public TimelineEntryType Type { get; set; } = TimelineEntryType.Note;

    /// <summary>What was done or seen.</summary>
    [Text(512, Minimum = 1)]
    public required string Event { get; init; }

    /// <summary>Who did it or saw it.</summary>
    [Text(100)]
    public string? Actor { get; init; }
}
