using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>The last that one source said of an action item.</summary>
public sealed record StatementStatus
{
    /// <summary>Who or what says it.</summary>
    public required StatementSource Source { get; init; }

    /// <summary>What is said.</summary>
    public required FollowedState State { get; init; }

    /// <summary>Since when, in UTC with milliseconds; of the spec, when the operator first saw it.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>True when it was said already as the operator first saw the action item, so that it may have been said before that time.</summary>
    public bool? OrEarlier { get; init; }

    /// <summary>The person who said it, where that is known.</summary>
    [Text(200)]
    public string? By { get; init; }
}
