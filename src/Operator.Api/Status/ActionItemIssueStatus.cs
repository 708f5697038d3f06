using System.Text.Json.Serialization;
using Operator.Api.Json;

namespace Operator.Api;

/// <summary>The issue on GitHub that the operator was asked to open for an action item.</summary>
public sealed record ActionItemIssueStatus
{
    /// <summary>The repository, by the name that the operator's administrator gave it.</summary>
    public required string Repository { get; init; }

    /// <summary>When the operator was first asked for it, in UTC with milliseconds. It is said before the issue is opened, so that there is never a second one.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Its number; absent until it is opened.</summary>
    public int? Number { get; init; }

    /// <summary>Its page; absent until it is opened.</summary>
    public string? Url { get; init; }

    /// <summary>The page of the issue of which it is a duplicate, if it was closed as one and GitHub tells of which.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Why it could not be opened, kept up to date or followed; absent when all is well.</summary>
    public string? Problem { get; init; }
}
