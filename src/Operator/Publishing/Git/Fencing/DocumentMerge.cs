using Operator.Core.Documents;

namespace Operator.Publishing.Git.Fencing;

/// <summary>A box that people ticked, or unticked, after the operator had written it otherwise.</summary>
/// <param name="ActionItem">The ID of the action item; null for a sign-off.</param>
/// <param name="Reviewer">The reviewer's name; null for an action item.</param>
/// <param name="IsTicked">What the box says now.</param>
internal readonly record struct TickedBox(string? ActionItem, string? Reviewer, bool IsTicked);

/// <summary>A file with the newest blocks and everything that people wrote.</summary>
/// <param name="Text">The file.</param>
/// <param name="Edited">The blocks that people edited or removed; they are as people left them.</param>
/// <param name="Boxes">Boxes that people ticked or unticked.</param>
/// <param name="Offers">Newer versions of edited blocks that are not in the file.</param>
internal sealed record MergedDocument(string Text, IReadOnlyList<string> Edited, IReadOnlyList<TickedBox> Boxes, IReadOnlyList<DocumentBlock> Offers);

/// <summary>
/// Puts a newer document into a file that people edit. What they wrote outside the blocks stays where it is, and so does a block that they
/// edited: the newer version is put beside it.
/// </summary>
/// <param name="document">The newer document.</param>
/// <param name="file">The file.</param>
/// <param name="said">What people are known to have said by boxes last, by the boxes' subjects; without an entry, nothing.</param>
internal sealed class DocumentMerge(FencedDocument document, FencedFile file, IReadOnlyDictionary<string, bool> said)
{
    private const string Offer = ".new";
    private const string Offered = "offered";
    private const string OfferTitle = "A newer version of the part above, which was edited in this file. To take it, put its text there and delete this box.";

    private readonly FencedDocument _document = document with { Said = said.Where(s => s.Value).Select(s => s.Key).ToHashSet(StringComparer.Ordinal) };
    private readonly Dictionary<string, DocumentBlock> _newer = document.Blocks.ToDictionary(b => b.Name, StringComparer.Ordinal);
    private readonly List<string> _lines = [];
    private readonly List<string> _edited = [];
    private readonly List<TickedBox> _boxes = [];
    private readonly List<string> _kept = [];
    private readonly List<DocumentBlock> _offers = [];

    /// <summary>Whether newer versions of edited blocks are given to the caller, and not put into the file.</summary>
    public bool KeepsOffersOut { get; init; }

    /// <summary>Merges.</summary>
    public MergedDocument Run()
    {
        var present = file.Parts.Where(p => p.Begin is not null).Select(p => p.Begin!.Name).ToHashSet(StringComparer.Ordinal);
        var known = file.Owner.List("blocks").ToHashSet(StringComparer.Ordinal);
        var added = _document.Blocks.Where(b => !present.Contains(b.Name) && !known.Contains(b.Name)).Select(b => b.Name).ToHashSet(StringComparer.Ordinal);
        _edited.AddRange(_document.Blocks.Where(b => known.Contains(b.Name) && !present.Contains(b.Name)).Select(b => b.Name));
        var head = Head();
        foreach (var part in file.Parts)
        {
            Append(part, added);
        }

        // Blocks that follow none of the file's come at the end.
        foreach (var block in _document.Blocks.Where(b => added.Contains(b.Name)))
        {
            RemoveEmptyLine();
            Own(["", .. _document.Fence(block.Name, block.Markdown.Split('\n'))]);
            Own([""]);
        }

        var names = _document.Blocks.Select(b => b.Name).Concat(_kept.Where(k => !_newer.ContainsKey(k)));
        var marker = _document.DocumentMarker(names, _document.FrontMatter) + file.LineEnd;
        return new MergedDocument(string.Join('\n', [.. head, marker, .. _lines]), [.. _edited.Distinct(StringComparer.Ordinal)], _boxes, _offers);
    }

    private List<string> Head()
    {
        List<string> head = [.. file.Head.Skip(file.FrontMatterLines)];
        var index = head.FindLastIndex(l => l.TrimStart('\ufeff').StartsWith("# ", StringComparison.Ordinal));
        if (index >= 0 && NormalForm.Digest(head[index].TrimStart('\ufeff')) == file.Owner["title"])
        {
            head[index] = (head[index].StartsWith('\ufeff') ? "\ufeff" : "") + _document.Heading + file.LineEnd;
        }
        else if (index < 0 || NormalForm.Digest(head[index].TrimStart('\ufeff')) != NormalForm.Digest(_document.Heading))
        {
            _edited.Insert(0, DocumentBlock.Title);
        }

        // Front matter that people wrote, edited or removed stays so.
        var isOurs = file.HasOwnFrontMatter || (file.FrontMatterLines == 0 && file.Owner["front"].Length == 0);
        return [.. isOurs ? _document.FrontMatter.Select(l => l + file.LineEnd) : file.Head.Take(file.FrontMatterLines), .. head];
    }

    private void Append(FilePart part, HashSet<string> added)
    {
        if (part.Begin is not { } begin)
        {
            _lines.AddRange(part.Lines);
            return;
        }

        if (begin.Name.EndsWith(Offer, StringComparison.Ordinal))
        {
            AppendOffer(part, begin);
            return;
        }

        if (_newer.TryGetValue(begin.Name, out var newer))
        {
            Replace(part, begin, newer);
            foreach (var follower in Followers(begin.Name, added))
            {
                Own(["", .. _document.Fence(follower.Name, follower.Markdown.Split('\n'))]);
            }
        }
        else if (!part.IsAsWritten)
        {
            // The document has no such block any more, but people wrote in this one.
            _kept.Add(begin.Name);
            _edited.Add(begin.Name);
            Keep(part, begin);
        }
        else
        {
            RemoveEmptyLine();
        }
    }

    private void Replace(FilePart part, Marker begin, DocumentBlock newer)
    {
        part = part with { Lines = [.. WithBoxes(part.Lines, MovedIn(begin.Name + Offer))] };
        string[] lines = newer.Markdown.Split('\n');
        var digest = NormalForm.Digest(lines);
        var content = part.Lines.Select(l => l.TrimEnd('\r')).ToArray();
        var boxes = new PeoplesBoxes(_document, said, begin, content, Ticked(lines));
        _boxes.AddRange(boxes.News.Select(Statement));
        if (part.IsAsWritten || NormalForm.Digest(content) == digest)
        {
            if (begin["digest"] == digest && begin.Set("ticked").SetEquals(Ticked(lines)))
            {
                // As it should be, however it is formatted.
                Keep(part, boxes.Keep(begin));
                return;
            }

            Own(boxes.Set([.. _document.Fence(newer.Name, lines)]));
            return;
        }

        _edited.Add(begin.Name);
        var isOffer = digest != begin["digest"] && !file.Parts.Any(p => p.Begin?.Name == begin.Name + Offer);
        if (KeepsOffersOut)
        {
            Keep(part, boxes.Keep(begin));
            _offers.AddRange(isOffer ? [newer] : Array.Empty<DocumentBlock>());
            return;
        }

        // If people delete an offer, they keep their text until there is a newer version.
        Keep(part, boxes.Keep(begin).With(Offered, digest == begin["digest"] ? "" : digest));
        if (isOffer && digest != begin[Offered])
        {
            Own(["", .. _document.Fence(begin.Name + Offer, [.. WithBoxes(OfferLines(lines), MovedIn(begin.Name))])]);
        }
    }

    /// <summary>An offer that is still wanted says the newest; one that is not goes, unless people wrote in it.</summary>
    private void AppendOffer(FilePart part, Marker begin)
    {
        var name = begin.Name[..^Offer.Length];
        var of = file.Parts.FirstOrDefault(p => p.Begin?.Name == name);
        var isWanted = of is { IsAsWritten: false } && _newer.TryGetValue(name, out var newer)
            && NormalForm.Digest(newer.Markdown) is var digest && digest != of.Begin!["digest"] && digest != NormalForm.Digest(of.Lines);
        if (!part.IsAsWritten)
        {
            // The offer no longer shows the newest version, which people should know.
            _edited.Add(begin.Name);
            Keep(part, begin);
        }
        else if (isWanted)
        {
            Own(_document.Fence(begin.Name, [.. WithBoxes(WithBoxes(OfferLines(_newer[name].Markdown.Split('\n')), MovedIn(name)), MovedIn(begin.Name))]));
        }
        else
        {
            RemoveEmptyLine();
        }
    }

    /// <summary>Boxes that people set otherwise than they were written. What they say in an offer they say of its block, and both show it.</summary>
    private Dictionary<string, bool> MovedIn(string name) => file.Parts.FirstOrDefault(p => p.Begin?.Name == name) is not { Begin: { } begin } part ? [] : BlockBoxes.Of(_document, [.. part.Lines.Select(l => l.TrimEnd('\r'))])
        .Where(b => b.Box.IsTicked != begin.Set("ticked").Contains(b.Subject))
        .GroupBy(b => b.Subject, b => b.Box.IsTicked, StringComparer.Ordinal).ToDictionary(b => b.Key, b => b.First(), StringComparer.Ordinal);

    private string[] WithBoxes(IReadOnlyList<string> lines, Dictionary<string, bool> ticks)
    {
        var set = lines.ToArray();
        foreach (var (box, subject) in ticks.Count == 0 ? [] : BlockBoxes.Of(_document, [.. lines.Select(l => l.TrimEnd('\r'))]))
        {
            if (ticks.TryGetValue(subject, out var isTicked) && isTicked != box.IsTicked)
            {
                var lineEnd = set[box.Line].EndsWith('\r') ? "\r" : "";
                set[box.Line] = Boxes.Set(set[box.Line].TrimEnd('\r'), isTicked) + lineEnd;
            }
        }

        return set;
    }

    private TickedBox Statement(Box box) => Boxes.ActionItem(box) is { } id
        ? new TickedBox(id, null, box.IsTicked)
        : new TickedBox(null, _document.Reviewers.Where(r => Boxes.IsOf(box, r)).MaxBy(r => r.Length), box.IsTicked);

    private IEnumerable<string> Ticked(string[] lines) => BlockBoxes.Of(_document, lines).Where(b => b.Box.IsTicked).Select(b => b.Subject);

    private IEnumerable<DocumentBlock> Followers(string name, HashSet<string> added)
    {
        foreach (var block in _document.Blocks.SkipWhile(b => b.Name != name).Skip(1).TakeWhile(b => added.Contains(b.Name)))
        {
            added.Remove(block.Name);
            yield return block;
        }
    }

    private static string[] OfferLines(string[] lines) => ["<details>", $"<summary>{OfferTitle}</summary>", "", .. lines, "", "</details>"];

    private void Keep(FilePart part, Marker begin)
    {
        _lines.Add(begin + file.LineEnd);
        _lines.AddRange(part.Lines);
        _lines.Add(Marker.EndOf(begin.Name) + file.LineEnd);
    }

    private void Own(IEnumerable<string> lines) => _lines.AddRange(lines.Select(l => l + file.LineEnd));

    private void RemoveEmptyLine()
    {
        if (_lines is [.., ""] or [.., "\r"])
        {
            _lines.RemoveAt(_lines.Count - 1);
        }
    }
}
