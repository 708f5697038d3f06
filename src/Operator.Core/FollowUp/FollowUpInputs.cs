using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>What is known of action items beside the spec.</summary>
public sealed record FollowUpInputs
{
    /// <summary>Nothing.</summary>
    public static FollowUpInputs None { get; } = new();

    /// <summary>What the status says so far.</summary>
    public IReadOnlyList<ActionItemStatus> Previous { get; init; } = [];

    /// <summary>What people say outside the spec. A source that is not among them says what it said before.</summary>
    public IReadOnlyList<ObservedStatement> Observed { get; init; } = [];

    /// <summary>What was said outside the spec about approvals. The spec has those that count already.</summary>
    public IReadOnlyList<ApprovalStatus> Approvals { get; init; } = [];

    /// <summary>When a figure last changed after somebody had approved; null when none has.</summary>
    public DateTimeOffset? FiguresChangedAt { get; init; }

    /// <summary>Whether issues are opened for the action items that ask for one.</summary>
    public bool OpensIssues { get; init; }

    /// <summary>What Prometheus says, by the identifiers of action items.</summary>
    public IReadOnlyDictionary<string, Verification> Verifications { get; init; } = new Dictionary<string, Verification>(StringComparer.Ordinal);
}
