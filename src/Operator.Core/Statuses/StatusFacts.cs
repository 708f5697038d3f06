using Operator.Api;

namespace Operator.Core.Statuses;

/// <summary>What a status holds that no report tells: what was frozen, rendered and delivered, and which tokens were served.</summary>
public sealed record StatusFacts
{
    /// <summary>What the figures rest on; null without evidence.</summary>
    public EvidenceStatus? Evidence { get; init; }

    /// <summary>The rendered document; its missing sections are filled in from the report. Null when nothing was rendered.</summary>
    public DocumentStatus? Document { get; init; }

    /// <summary>Whether the document was delivered to every configured output, at least one.</summary>
    public bool Delivered { get; init; }

    /// <summary>The last token of annotation postmortem.dev/reconcile-at that was served.</summary>
    public string? LastHandledReconcileAt { get; init; }

    /// <summary>The last token of annotation postmortem.dev/refresh-evidence that was served.</summary>
    public string? LastHandledRefreshAt { get; init; }
}
