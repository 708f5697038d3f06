using System.Text;
using Operator.Core.Documents;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>What a request needs in a commit.</summary>
/// <param name="Request">The request.</param>
/// <param name="Path">Where the document goes.</param>
/// <param name="Changes">The changes; none if the branch has it all already.</param>
internal sealed record GitPlan(GitRequest Request, string Path, IReadOnlyList<GitChange> Changes)
{
    /// <summary>The document's file after the commit.</summary>
    public required string ObjectId { get; init; }

    public IReadOnlyList<string> Edited { get; init; } = [];

    public IReadOnlyList<TickedBox> Boxes { get; init; } = [];

    /// <summary>Newer versions of blocks that people edited, which are to be offered beside the file.</summary>
    public IReadOnlyList<DocumentBlock> Offers { get; init; } = [];

    /// <summary>The plan with the line ends that Git keeps for text, whatever those of people's file are.</summary>
    public GitPlan WithLineFeeds()
    {
        if (Changes.FirstOrDefault(c => c.Path == Path) is not { Content: { } content } document || !content.AsSpan().Contains((byte)'\r'))
        {
            return this;
        }

        var text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace("\r\n", "\n", StringComparison.Ordinal));
        return this with { Changes = [.. Changes.Select(c => c == document ? c with { Content = text } : c)], ObjectId = GitTree.ObjectIdOf(text) };
    }
}
