using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>An issue on GitHub that the operator opens for an action item, once, and follows.</summary>
public sealed record ActionItemIssueSpec
{
    /// <summary>The name of a repository on GitHub that the operator's administrator configured; never a URL.</summary>
    [Text(63, Minimum = 1, Pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    public required string Repository { get; init; }
}
