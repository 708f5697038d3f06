using System.Text;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>Finds out who set boxes in a file, and when: the commit before which a box was otherwise.</summary>
/// <param name="branch">What is known of the branch.</param>
/// <param name="path">The file.</param>
/// <param name="request">Whose document it is: what was at the path before may be that of another.</param>
internal sealed class BoxHistory(GitBranchState branch, string path, GitRequest request)
{
    // Contents are fetched together, and the commit is mostly among the newest.
    private const int Together = 10;

    /// <summary>Completes statements.</summary>
    /// <param name="boxes">The boxes as they are.</param>
    /// <param name="tip">The branch's newest commit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<BoxStatement>> StateAsync(IReadOnlyList<TickedBox> boxes, string tip, CancellationToken cancellationToken)
    {
        var changes = await branch.History.ChangesAsync(path, tip, cancellationToken);
        Dictionary<TickedBox, FileChange?> setBy = [];
        foreach (var chunk in changes.Chunk(Together).TakeWhile(_ => setBy.Count < boxes.Count))
        {
            var contents = await branch.ReadAsync([.. chunk.SelectMany(c => new[] { c.Before, c.After }).OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
            foreach (var each in chunk)
            {
                var change = IsOfAnother(contents, each.Before) ? each with { Before = null } : each;
                var (before, after) = (Text(contents, change.Before), Text(contents, change.After));
                foreach (var box in boxes.Where(b => !setBy.ContainsKey(b) && Boxes.SignIn(after, b) != Boxes.SignIn(before, b)))
                {
                    // A box that was last set otherwise got back by a merge or a reset: nobody set it.
                    setBy[box] = Boxes.SignIn(after, box) == box.IsTicked ? change : null;
                }
            }
        }

        var newest = changes.FirstOrDefault(c => !c.IsOperators) ?? await branch.History.CommitAsync(tip, cancellationToken);
        List<BoxStatement> statements = [];
        foreach (var box in boxes)
        {
            var statement = Statement(box, setBy.GetValueOrDefault(box), newest);
            var isApproval = statement is { Reviewer: not null, IsTicked: true, By: not null };
            statements.Add(isApproval ? statement with { VerifiedEmail = await branch.History.VerifiedAuthorAsync(statement.Commit, cancellationToken) } : statement);
        }

        return statements;
    }

    // Of a file that came to this path with its boxes, and of boxes that the operator set, nobody can be named.
    private static BoxStatement Statement(TickedBox box, FileChange? change, FileChange newest) => change is { IsOperators: false, Before: not null }
        ? new BoxStatement(box.ActionItem, box.Reviewer, box.IsTicked, change.At, change.Author, change.Commit)
        : new BoxStatement(box.ActionItem, box.Reviewer, box.IsTicked, newest.At, null, newest.Commit);

    private bool IsOfAnother(IReadOnlyDictionary<string, byte[]> contents, string? objectId) =>
        objectId is not null && contents.TryGetValue(objectId, out var content) && GitBranchState.OwnerOf(content) is { } owner && !request.Owns(owner);

    private static string Text(IReadOnlyDictionary<string, byte[]> contents, string? objectId) =>
        objectId is not null && contents.TryGetValue(objectId, out var content) ? Encoding.UTF8.GetString(content) : "";
}
