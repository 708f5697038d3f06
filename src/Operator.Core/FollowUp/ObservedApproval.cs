namespace Operator.Core.FollowUp;

/// <summary>What somebody says of a reviewer's approval outside the spec, as it is now.</summary>
/// <param name="Reviewer">The reviewer's name.</param>
/// <param name="IsGiven">Whether it is given, or taken back.</param>
/// <param name="Time">When it was said: the time of the commit.</param>
/// <param name="By">The author whom the commit names, where that is known.</param>
/// <param name="VerifiedEmail">The author's address, if the commit's signature proves that it is theirs alone; null otherwise.</param>
/// <param name="Revision">The commit.</param>
public sealed record ObservedApproval(string Reviewer, bool IsGiven, DateTimeOffset Time, string? By, string? VerifiedEmail, string Revision);
