using Operator.Api;
using Operator.Core.Documents;

namespace Operator.Publishing.GitHub;

/// <summary>What a pull request is to say of a document.</summary>
/// <param name="Title">Its title, in which nothing mentions anybody or refers to anything.</param>
/// <param name="Blocks">What its body has of the document.</param>
internal sealed record Proposal(string Title, IReadOnlyList<DocumentBlock> Blocks)
{
    /// <summary>Of a document that is to be removed.</summary>
    public static Proposal None { get; } = new("", []);

    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The logins of those who are asked for a review.</summary>
    public IReadOnlyList<string> Reviewers { get; init; } = [];

    /// <summary>Whose reviews approve: names of reviewers, with their logins.</summary>
    public IReadOnlyList<(string Reviewer, string Login)> Approvers { get; init; } = [];

    /// <summary>The annotation that asks for another pull request after one was declined.</summary>
    public string Token { get; init; } = "";

    /// <summary>What people are known to have said by boxes in the body last, by the subjects of these.</summary>
    public IReadOnlyDictionary<string, bool> Said { get; init; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>The pull request that the status names; null for none.</summary>
    public PullRequestStatus? Previous { get; init; }

    /// <summary>Decides over what is to be said. What a status says of it follows from answers, and does not count.</summary>
    public string Digest => $" {Title} {Token} {string.Join(',', Labels)} {string.Join(',', Reviewers)}{string.Concat(Approvers.Select(a => $" {a.Reviewer}@{a.Login}"))}{string.Concat(Said.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $" {s.Key}={s.Value}"))}";
}
