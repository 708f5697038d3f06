using System.Text;
using Operator.Core;
using Operator.Core.Documents;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub;

/// <summary>
/// The body of a pull request: a small document of its own, in which the operator's parts are marked as in a published file, so that what people
/// and other programs write there stays, and boxes can be ticked without editing a file.
/// </summary>
/// <param name="request">The document.</param>
/// <param name="link">The page of the document in the branch.</param>
/// <param name="follows">The pull request before this one; null without one.</param>
internal sealed class ProposalBody(GitRequest request, string link, int? follows)
{
    /// <summary>Says that the operator closed it, and no person.</summary>
    public const string ClosedMarker = "<!-- postmortem.dev/closed by=\"operator\" -->";

    // GitHub takes 65,536 characters; how it counts those beyond the basic plane is not documented. The rest is for people.
    private const int MostBytes = 50_000;
    private const int MostCharacters = 65_536;

    private const string Intro = "about";

    private const string Offers = "offers";

    /// <summary>The blocks of which a newer version is offered in a comment.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    private readonly Proposal _proposal = request.Proposal!;

    /// <summary>A new body.</summary>
    public string Write() => Document(MostBytes).Write();

    /// <summary>The body with the newest parts, and the boxes that people set there; null if it is not to be changed, because its marks are gone or spoilt.</summary>
    public (string Text, IReadOnlyList<TickedBox> Boxes)? Merge(string body)
    {
        try
        {
            if (FencedFile.Parse(body, "the body") is not { } file || !request.Owns(DocumentOwner.Of(file.Owner)))
            {
                return null;
            }

            var merged = new DocumentMerge(Document(MostBytes, file), file, _proposal.Said).Run();
            if (merged.Text.Length > MostCharacters)
            {
                // People and other programs wrote there, too.
                merged = new DocumentMerge(Document(MostBytes - Encoding.UTF8.GetByteCount(merged.Text) + MostCharacters, file), file, _proposal.Said).Run();
            }

            // Opened again by a person, it is theirs to close.
            return (merged.Text.Replace(ClosedMarker, "", StringComparison.Ordinal), merged.Boxes);
        }
        catch (FailureException)
        {
            return null;
        }
    }

    /// <summary>Whether a body says that something is offered in comments.</summary>
    public static bool TellsOfOffers(string body) => body.Contains($"<!-- postmortem.dev/begin {Offers} ", StringComparison.Ordinal);

    /// <summary>Whether a title is as the operator wrote it, by the body that was written with it.</summary>
    public static bool IsOwnTitle(string title, string body)
    {
        try
        {
            return FencedFile.Parse(body, "") is { } file && file.Owner["title"] == NormalForm.Digest(Heading(title));
        }
        catch (FailureException)
        {
            return false;
        }
    }

    private static string Heading(string title) => $"# {MarkdownText.Escape(title)}";

    // Whether it follows another one is said once and stays, because it is not known later.
    private FencedDocument Document(int bytes, FencedFile? before = null)
    {
        var introduction = before?.Parts.FirstOrDefault(p => p.Begin?.Name == Intro);
        var about = follows is null && introduction?.Lines.FirstOrDefault(l => l.StartsWith("It follows ", StringComparison.Ordinal)) is { } said ? said.TrimEnd('\r') : follows is { } number ? $"It follows #{number}." : null;
        var text = $"**[Read the document]({link})**. Merge this pull request to publish it; close it to say \"not now\". You may edit the document in this branch, and tick boxes here or there.";
        List<DocumentBlock> blocks = [new(DocumentBlock.Title, Heading(_proposal.Title) + "\n"), new(Intro, about is null ? text : $"{text}\n\n{about}")];
        blocks.AddRange(Offered.Count == 0 ? [] : [new DocumentBlock(Offers, $"Somebody edited **{MarkdownText.Escape(string.Join(", ", Offered))}**; what is newer of it is in a comment below.")]);
        var left = bytes - Encoding.UTF8.GetByteCount(blocks[1].Markdown);
        var cut = false;
        foreach (var block in _proposal.Blocks)
        {
            left -= Encoding.UTF8.GetByteCount(block.Markdown);
            cut |= left < 0;
            blocks.AddRange(left < 0 ? [] : [block]);
        }

        blocks.AddRange(cut ? [new DocumentBlock("more", "More than fits here is in the document.")] : []);
        return FencedDocument.Of(request.Document.Owner, blocks, []);
    }
}
