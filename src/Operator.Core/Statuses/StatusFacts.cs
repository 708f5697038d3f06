using Operator.Api;

namespace Operator.Core.Statuses;

/// <summary>What a status holds that no report tells: what was frozen and delivered.</summary>
public sealed record StatusFacts
{
    /// <summary>What the figures rest on; null without evidence.</summary>
    public EvidenceStatus? Evidence { get; init; }

    /// <summary>Whether the document was delivered to every configured output, at least one.</summary>
    public bool Delivered { get; init; }

    /// <summary>The phase so far; null for a resource that is new.</summary>
    public PostMortemPhase? PreviousPhase { get; init; }

    /// <summary>How many bytes of JSON the alerts may be; null for what a status of the API server has.</summary>
    public int? MaxAlertBytes { get; init; }
}
