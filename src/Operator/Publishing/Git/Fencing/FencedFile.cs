using System.Globalization;
using Operator.Api;
using Operator.Core;
using Operator.Rendering;

namespace Operator.Publishing.Git.Fencing;

/// <summary>A part of a published file.</summary>
/// <param name="Lines">Its lines as they are; those of a block without its markers.</param>
/// <param name="Begin">The marker that begins it; null for people's own text, and for the document's marker.</param>
internal sealed record FilePart(IReadOnlyList<string> Lines, Marker? Begin = null)
{
    /// <summary>Whether nobody has edited the block since it was written.</summary>
    public bool IsAsWritten => Begin is not null && NormalForm.Digest(Lines) == Begin["digest"];
}

/// <summary>A published file, taken apart: people's own text, and the operator's blocks.</summary>
/// <param name="Head">What is above the document's marker: front matter and heading.</param>
/// <param name="Owner">The document's marker.</param>
/// <param name="Parts">What follows.</param>
/// <param name="LineEnd">How most lines end.</param>
internal sealed record FencedFile(IReadOnlyList<string> Head, Marker Owner, IReadOnlyList<FilePart> Parts, string LineEnd)
{
    /// <summary>How many lines at the beginning are front matter.</summary>
    public int FrontMatterLines => Head.Count > 1 && Head[0].TrimEnd('\r') == "---" ? Head.Skip(1).TakeWhile(l => l.TrimEnd('\r') != "---").Count() + 2 is var lines && lines <= Head.Count ? lines : 0 : 0;

    /// <summary>Whether the front matter is as the operator wrote it.</summary>
    public bool HasOwnFrontMatter => FrontMatterLines > 0 && NormalForm.Digest(Head.Take(FrontMatterLines)) == Owner["front"];

    /// <summary>Whether people have written in it, or have ticked or removed something.</summary>
    public bool HasPeoplesText =>
        !HasOwnFrontMatter && FrontMatterLines > 0
        || Head.Skip(FrontMatterLines).Any(l => !string.IsNullOrWhiteSpace(l) && NormalForm.Digest(l.TrimStart('\ufeff')) != Owner["title"])
        || Parts.Any(p => p.Begin is null ? p.Lines.Any(l => !string.IsNullOrWhiteSpace(l)) : !p.IsAsWritten || !IsTickedAsWritten(p))
        || Owner.List("blocks").Except(Parts.Where(p => p.Begin is not null).Select(p => p.Begin!.Name), StringComparer.Ordinal).Any();

    /// <summary>Takes a file apart.</summary>
    /// <param name="text">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <returns>Null if it has no marker of a document: it is not the operator's.</returns>
    /// <exception cref="FailureException">MarkersAmbiguous: it is the operator's, but what is a block cannot be told.</exception>
    public static FencedFile? Parse(string text, string path)
    {
        var lines = text.Split('\n');
        List<string> head = [], current = [];
        List<FilePart> parts = [];
        Marker? owner = null, open = null;
        HashSet<string> seen = new(StringComparer.Ordinal);
        var fences = default(FenceScanner);
        var isHidden = false;
        foreach (var line in lines)
        {
            var isCode = fences.IsCode(line.TrimEnd('\r'));
            isHidden = fences.Closing is not null && (isHidden || Marker.Parse(line) is not null);
            var marker = isCode ? null : Marker.Parse(line);
            switch (marker?.Kind)
            {
                case Marker.Document when owner is null:
                    owner = marker;
                    head = current;
                    current = [];
                    break;
                case Marker.Document:
                    throw Ambiguous(path, "has two markers of a document");
                case Marker.Begin when owner is not null:
                    Ensure(open is null, path, $"has a block {marker.Name} that begins within block {open?.Name}");
                    Ensure(seen.Add(marker.Name), path, $"has the block {marker.Name} twice");
                    parts.Add(new FilePart(current));
                    (open, current) = (marker, []);
                    break;
                case Marker.End when owner is not null:
                    Ensure(open?.Name == marker.Name, path, $"has an end of block {marker.Name} without its beginning");
                    parts.Add(new FilePart(current, open));
                    (open, current) = (null, []);
                    break;
                default:
                    current.Add(line);
                    break;
            }
        }

        if (owner is null)
        {
            return null;
        }

        Ensure(!isHidden, path, "has a code block that does not end, in which comments of the operator are");
        Ensure(open is null, path, $"has a block {open?.Name} without an end, or a code block that does not end");
        Ensure(owner["version"] == Marker.Version, path, "was written by a later version of the operator");
        parts.Add(new FilePart(current));
        var returns = lines.Count(l => l.EndsWith('\r'));
        return new FencedFile(head, owner, parts, returns * 2 > lines.Length ? "\r" : "");
    }

    private static bool IsTickedAsWritten(FilePart part) =>
        Boxes.Find(part.Lines).Count(b => b.IsTicked) == (int.TryParse(part.Begin!["ticks"], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : 0);

    private static void Ensure(bool isFine, string path, string problem)
    {
        if (!isFine)
        {
            throw Ambiguous(path, problem);
        }
    }

    private static FailureException Ambiguous(string path, string problem) => new(
        Reasons.MarkersAmbiguous,
        $"{path} {problem}; it is left as it is: correct the comments that begin with postmortem.dev/, or delete all of them for a block to keep its text as your own",
        isTerminal: true);
}
