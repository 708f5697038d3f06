using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>What an issue is for.</summary>
/// <param name="Owner">The post-mortem.</param>
/// <param name="Item">The action item's identifier.</param>
internal readonly record struct IssueSubject(DocumentOwner Owner, string Item);
