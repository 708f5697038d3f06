using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Something that was done or seen at one moment.</summary>
[CelRule("!has(self.partial) || !self.partial || (has(self.type) && self.type == 'Recovered')", "partial is only for type Recovered: set that type or remove partial")]
public sealed record TimelineEntrySpec
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How exactly that time is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision Precision { get; init; }

    /// <summary>What kind of moment it was; some kinds also tell the incident's times.</summary>
    [DefaultValue(TimelineEntryType.Note)]
    public TimelineEntryType Type { get; set; } = TimelineEntryType.Note;

    /// <summary>What was done or seen.</summary>
    [Text(512, Minimum = 1)]
    public required string Event { get; init; }

    /// <summary>Who did it or saw it.</summary>
    [Text(100)]
    public string? Actor { get; init; }

    /// <summary>Whether an entry of type Recovered tells of a part only: what else was broken stayed so, and no recovery is counted.</summary>
    [DefaultValue(false)]
    public bool Partial { get; init; }

    /// <summary>What needs more than a line, shown below it. Markdown.</summary>
    [Text(4096, Minimum = 1)]
    public string? Details { get; init; }

    /// <summary>Where to read more; an http or https URL.</summary>
    [Text(2048, Minimum = 1, Pattern = "^https?://[^ \\t\\r\\n]+$")]
    public string? Link { get; init; }
}
