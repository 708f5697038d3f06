using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>How far an action item has come.</summary>
public sealed record ActionItemStatus
{
    /// <summary>The action item's identifier.</summary>
    public required string Id { get; init; }

    /// <summary>How far it has come, by all that is said of it.</summary>
    public required FollowedState State { get; init; }

    /// <summary>The last day on which it is in time, as the spec states it.</summary>
    public DateOnly? DueDate { get; init; }

    /// <summary>Whether that day is over and it is not done.</summary>
    public bool Overdue { get; init; }

    /// <summary>Since when it has been done or verified, in UTC with milliseconds; absent while it is not.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The last that each source said of it.</summary>
    [Items(4), ListMap("source")]
    public IReadOnlyList<StatementStatus>? Statements { get; init; }

    /// <summary>The issue that the operator opens and follows for it; absent when it was not asked for one.</summary>
    public ActionItemIssueStatus? Issue { get; init; }

    /// <summary>What Prometheus says about it; absent without verify.</summary>
    public VerificationStatus? Verification { get; init; }
}
