using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Somebody who must approve the document.</summary>
public sealed record ReviewerSpec
{
    /// <summary>The reviewer's name or role.</summary>
    [Text(100, Minimum = 1)]
    public required string Name { get; init; }

    /// <summary>The reviewer's handle, such as @tech-lead.</summary>
    [Text(100)]
    public string? Handle { get; init; }

    /// <summary>The reviewer's login on GitHub, without an at sign: a pull request of the document asks for their review, and an approving one approves.</summary>
    [Text(39, Minimum = 1, Pattern = "^[A-Za-z0-9]([-A-Za-z0-9_]*[A-Za-z0-9])?$")]
    public string? Github { get; init; }

    /// <summary>What the reviewer answers for.</summary>
    [Text(200)]
    public string? Scope { get; init; }

    /// <summary>The address of the reviewer's commits. A box of the sign-off that is ticked in Git approves if a signed commit of this author alone ticked it.</summary>
    [Text(254)]
    public string? Email { get; init; }

    /// <summary>When the reviewer approved; without it, they have not.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }
}
