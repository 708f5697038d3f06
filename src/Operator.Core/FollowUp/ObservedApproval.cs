using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>What somebody says of a reviewer's approval outside the spec, as it is now.</summary>
/// <param name="Reviewer">The reviewer's name.</param>
/// <param name="IsGiven">Whether it is given, or taken back.</param>
/// <param name="Time">When it was said: the time of the commit.</param>
/// <param name="By">The author whom the commit names, where that is known.</param>
/// <param name="VerifiedEmail">The author's address, if the commit's signature proves that it is theirs alone; null otherwise.</param>
/// <param name="Revision">The commit.</param>
public sealed record ObservedApproval(string Reviewer, bool IsGiven, DateTimeOffset Time, string? By, string? VerifiedEmail, string Revision)
{
    /// <summary>Where it is said.</summary>
    public ApprovalSource Source { get; init; }

    /// <summary>The login of a review, if it may write to the repository: in public ones anybody may approve; null otherwise.</summary>
    public string? VerifiedLogin { get; init; }

    /// <summary>Whether a later change dismissed it.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether figures have changed since the commit that was approved; null where only the times tell it.</summary>
    public bool? IsOlderThanFigures { get; init; }
}
