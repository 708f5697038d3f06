namespace Operator.Publishing.Git;

/// <summary>What somebody says by a box in a published file: that an action item is done, or that they approve, or that it is not so.</summary>
/// <param name="ActionItem">The ID of the action item; null for a sign-off.</param>
/// <param name="Reviewer">The reviewer; null for an action item.</param>
/// <param name="IsTicked">What the box says.</param>
/// <param name="At">The time of the commit that changed the file last.</param>
/// <param name="Author">The author whom that commit names. Anybody who may push can name anybody.</param>
/// <param name="Commit">The commit.</param>
internal sealed record BoxStatement(string? ActionItem, string? Reviewer, bool IsTicked, DateTimeOffset At, string Author, string Commit);
