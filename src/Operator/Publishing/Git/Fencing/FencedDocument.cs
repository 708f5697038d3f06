using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Operator.Core.Documents;
using Operator.Rendering;

namespace Operator.Publishing.Git.Fencing;

/// <summary>Whose document a file is.</summary>
/// <param name="Cluster">The name of the cluster.</param>
/// <param name="Namespace">The resource's namespace.</param>
/// <param name="Name">The resource's name.</param>
internal readonly record struct DocumentOwner(string Cluster, string Namespace, string Name)
{
    /// <summary>The owner that a file's marker names.</summary>
    public static DocumentOwner Of(Marker marker) => new(marker["cluster"], marker["namespace"], marker["name"]);

    public override string ToString() => $"{Namespace}/{Name} of cluster {Cluster}";
}

/// <summary>A document as the operator would write it if nobody had edited it.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Heading">The first line, <c># …</c>.</param>
/// <param name="Blocks">The blocks after it, trimmed.</param>
/// <param name="Reviewers">The names in the lines of the sign-off.</param>
internal sealed record FencedDocument(DocumentOwner Owner, string Heading, IReadOnlyList<DocumentBlock> Blocks, IReadOnlyList<string> Reviewers)
{
    /// <summary>The names of the charts beside it. What lies there besides is people's own.</summary>
    public IReadOnlyList<string> Charts { get; init; } = [];

    /// <summary>The lines before everything, which are for generators of sites; none for nothing.</summary>
    public IReadOnlyList<string> FrontMatter { get; init; } = [];

    /// <summary>The subjects of boxes by which people are known to have said yes. A block that is written anew does not take that back.</summary>
    public IReadOnlySet<string> Said { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Makes it of a rendered document, whose heading is its first block, or the first line of its only one.</summary>
    public static FencedDocument Of(DocumentOwner owner, IReadOnlyList<DocumentBlock> blocks, IReadOnlyList<string> reviewers)
    {
        var first = blocks[0].Markdown;
        var end = first.IndexOf('\n', StringComparison.Ordinal);
        var hasHeading = first.StartsWith("# ", StringComparison.Ordinal);
        var heading = !hasHeading ? $"# {owner.Name}" : end < 0 ? first : first[..end].TrimEnd();
        var rest = !hasHeading ? first : end < 0 ? "" : first[(end + 1)..];
        return new FencedDocument(
            owner,
            heading,
            [.. blocks.Skip(1).Prepend(blocks[0] with { Markdown = rest }).Select(b => b with { Markdown = Plain(b.Markdown.Trim('\n')) }).Where(b => b.Markdown.Length > 0)],
            reviewers);
    }

    /// <summary>
    /// A block without what would be taken for the operator's own comments, and without an open end: a template can write anything. A space before
    /// a comment changes nothing for readers.
    /// </summary>
    private static string Plain(string markdown)
    {
        var lines = markdown.Split('\n').Select(l => Marker.Parse(l) is null ? l : " " + l).ToList();
        var fences = default(FenceScanner);
        foreach (var line in lines)
        {
            fences.IsCode(line);
        }

        return string.Join('\n', fences.Closing is { } closing ? lines.Append(closing) : lines);
    }

    /// <summary>The file that has nothing of people in it.</summary>
    public string Write()
    {
        var text = new StringBuilder().AppendJoin("", FrontMatter.Select(l => l + "\n")).Append(Heading).Append("\n\n").Append(DocumentMarker(Blocks.Select(b => b.Name), FrontMatter)).Append('\n');
        foreach (var block in Blocks)
        {
            text.Append('\n').AppendJoin('\n', Fence(block.Name, block.Markdown.Split('\n'))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The marker that says whose the file is, and what was written above it.</summary>
    public Marker DocumentMarker(IEnumerable<string> blocks, IReadOnlyList<string> writtenFrontMatter)
    {
        OrderedDictionary<string, string> attributes = new(StringComparer.Ordinal)
        {
            ["version"] = Marker.Version,
            ["cluster"] = Owner.Cluster,
            ["namespace"] = Owner.Namespace,
            ["name"] = Owner.Name,
            ["title"] = NormalForm.Digest(Heading),
            ["blocks"] = string.Join(',', blocks),
        };
        if (Charts.Count > 0)
        {
            attributes[Marker.Charts] = string.Join(',', Charts);
        }

        if (writtenFrontMatter.Count > 0)
        {
            attributes["front"] = NormalForm.Digest(writtenFrontMatter);
        }

        return new Marker(Marker.Document, "", attributes);
    }

    /// <summary>The lines of a block between its markers, with an empty line at both ends so that formatters have nothing to add.</summary>
    public IEnumerable<string> Fence(string name, IReadOnlyList<string> lines)
    {
        OrderedDictionary<string, string> attributes = new(StringComparer.Ordinal) { ["version"] = Marker.Version, ["digest"] = NormalForm.Digest(lines) };
        var boxes = BlockBoxes.Of(this, lines).ToList();
        var ticked = boxes.Where(b => b.Box.IsTicked).ToList();
        if (ticked.Count > 0)
        {
            attributes["ticks"] = ticked.Count.ToString(CultureInfo.InvariantCulture);
            attributes["ticked"] = string.Join(',', ticked.Select(b => b.Subject));
        }

        if (Said.Count > 0 && BlockBoxes.Heard(this, name) is var heard && boxes.Select(b => b.Subject).Where(s => heard.Contains(s) && Said.Contains(s)).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } said)
        {
            attributes[PeoplesBoxes.Said] = string.Join(',', said);
        }

        return [new Marker(Marker.Begin, name, attributes).ToString(), "", .. lines, "", Marker.EndOf(name).ToString()];
    }

    /// <summary>What a box stands for, in a form that a marker can hold; null for a box of the author's own text.</summary>
    public string? Subject(Box box) =>
        Boxes.ActionItem(box) ?? (Reviewers.Where(r => Boxes.IsOf(box, r)).MaxBy(r => r.Length) is { } reviewer ? ReviewerKey(reviewer) : null);

    /// <summary>A reviewer in a marker: names can hold anything.</summary>
    public static string ReviewerKey(string reviewer) => "@" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reviewer)).AsSpan(0, 6));
}
