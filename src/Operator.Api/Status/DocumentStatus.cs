using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>The rendered document.</summary>
public sealed record DocumentStatus
{
    /// <summary>The digest of its content.</summary>
    public string? Digest { get; init; }

    /// <summary>When content of this digest was first rendered.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? RenderedAt { get; init; }

    /// <summary>The template that rendered it.</summary>
    public string? Template { get; init; }

    /// <summary>When the post-mortem became Published; absent before.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The reviewers who had approved what is Published; absent before.</summary>
    [Items(50)]
    public IReadOnlyList<string>? ApprovedBy { get; init; }

    /// <summary>When a figure last changed after somebody had approved; absent when none has. Approvals from before it are older than the figures.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? FiguresChangedAt { get; init; }

    /// <summary>The required sections that a person still has to write, as field paths of the spec.</summary>
    [Items(50)]
    public IReadOnlyList<string>? MissingSections { get; init; }

    /// <summary>The repository and the commit from which evidence and state were taken over, as repository@commit; absent when nothing was.</summary>
    [Text(200)]
    public string? AdoptedFrom { get; init; }

    /// <summary>Where it was published.</summary>
    [Items(20)]
    public IReadOnlyList<OutputStatus>? Outputs { get; init; }
}
