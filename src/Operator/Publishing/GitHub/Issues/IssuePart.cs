using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>The operator's part of an issue's body, between two comments. What stands around it is people's.</summary>
/// <param name="Begin">The first comment, which says what the issue is for.</param>
/// <param name="Text">What is between the comments.</param>
internal sealed record IssuePart(Marker Begin, string Text)
{
    private const string Name = "action-item";

    public IssueSubject Subject => new(DocumentOwner.Of(Begin), Begin["item"]);

    /// <summary>The digest of the title as the operator wrote it.</summary>
    public string Title => Begin["title"];

    /// <summary>The day whose end was said to be over in a comment; empty while none was.</summary>
    public string Overdue => Begin["overdue"];

    /// <summary>The part as it is to be.</summary>
    /// <param name="subject">What the issue is for.</param>
    /// <param name="title">The issue's title.</param>
    /// <param name="text">What it says.</param>
    /// <param name="overdue">The day that was said to be over; empty for none.</param>
    public static IssuePart Of(IssueSubject subject, string title, string text, string overdue)
    {
        OrderedDictionary<string, string> attributes = new(StringComparer.Ordinal)
        {
            ["version"] = Marker.Version,
            ["cluster"] = subject.Owner.Cluster,
            ["namespace"] = subject.Owner.Namespace,
            ["name"] = subject.Owner.Name,
            ["item"] = subject.Item,
            ["title"] = NormalForm.Digest(title),
        };
        if (overdue.Length > 0)
        {
            attributes["overdue"] = overdue;
        }

        return new IssuePart(new Marker(Marker.Begin, Name, attributes), text);
    }

    /// <summary>Finds the part in a body; null when it is not there, or not whole.</summary>
    public static IssuePart? Find(string body)
    {
        var lines = Lines(body);
        return Range(lines) is var (begin, end) ? new IssuePart(Marker.Parse(lines[begin])!, string.Join('\n', lines[(begin + 1)..end]).Trim('\n')) : null;
    }

    /// <summary>A body with this part in place of the one that it has; null when it has none.</summary>
    public string? PutInto(string body)
    {
        var lines = Lines(body);
        return Range(lines) is var (begin, end) ? string.Join('\n', [.. lines[..begin], Write(), .. lines[(end + 1)..]]) : null;
    }

    /// <summary>The part with its comments.</summary>
    public string Write() => $"{Begin}\n\n{Text}\n\n{Marker.EndOf(Name)}";

    public bool Equals(IssuePart? other) => other is not null && Write() == other.Write();

    public override int GetHashCode() => Write().GetHashCode(StringComparison.Ordinal);

    // GitHub's form returns line ends of Windows.
    private static string[] Lines(string body) => body.ReplaceLineEndings("\n").Split('\n');

    private static (int Begin, int End)? Range(string[] lines)
    {
        var begin = Array.FindIndex(lines, l => Marker.Parse(l) is { Kind: Marker.Begin, Name: Name } marker && marker["version"] == Marker.Version);
        var end = begin < 0 ? -1 : Array.FindIndex(lines, begin, l => Marker.Parse(l) is { Kind: Marker.End, Name: Name });
        return end < 0 ? null : (begin, end);
    }
}
