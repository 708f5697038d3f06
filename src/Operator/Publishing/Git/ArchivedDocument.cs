using Operator.Api;

namespace Operator.Publishing.Git;

/// <summary>What a repository holds of a post-mortem that was published there before, perhaps by another cluster.</summary>
/// <param name="Path">The document.</param>
/// <param name="Commit">The branch's newest commit.</param>
internal sealed record ArchivedDocument(string Path, string Commit)
{
    /// <summary>Whether the document was removed with its resource, so that only its evidence is there.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>Who ticked the boxes of the sign-off, by the commits that did: a file can be written by anybody who may push.</summary>
    public IReadOnlyList<BoxStatement> SignOffs { get; init; } = [];

    /// <summary>Whether it is in the branch of a pull request and not published yet.</summary>
    public bool IsProposed { get; init; }

    /// <summary>The figures in <c>status.json</c>; null when they are missing or cannot be read.</summary>
    public PostMortemStatus? Status { get; init; }

    /// <summary>The file with the evidence; null when there is none.</summary>
    public byte[]? Evidence { get; init; }
}
