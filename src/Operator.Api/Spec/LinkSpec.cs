using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A link with a title.</summary>
public sealed record LinkSpec
{
    /// <summary>What is shown.</summary>
    [Text(200, Minimum = 1)]
    public required string Title { get; init; }

    /// <summary>Where it leads; an http or https URL.</summary>
    [Text(2048, Minimum = 1, Pattern = "^https?://[^ \\t\\r\\n]+$")]
    public required string Url { get; init; }
}
