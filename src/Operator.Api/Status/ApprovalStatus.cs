using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>What was said outside the spec about a reviewer's approval.</summary>
public sealed record ApprovalStatus
{
    /// <summary>The reviewer's name, as in spec.review.reviewers.</summary>
    [Text(100)]
    public required string Reviewer { get; init; }

    /// <summary>Whether it counts.</summary>
    public required ApprovalState State { get; init; }

    /// <summary>Where it was said.</summary>
    public required ApprovalSource Source { get; init; }

    /// <summary>When, in UTC with milliseconds: the time of the commit that ticked the box, or of the review.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whom that commit names as its author, where that is known; the login of a review.</summary>
    [Text(200)]
    public string? By { get; init; }

    /// <summary>Whether figures have changed since, by the commit that was reviewed. Absent where only the times tell it: document.figuresChangedAt is later.</summary>
    public bool? OlderThanFigures { get; init; }

    /// <summary>The commit; of a review, the one that was reviewed.</summary>
    [Text(64)]
    public string? Revision { get; init; }
}
