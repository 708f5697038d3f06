using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Octokit;
using Operator.Api;
using Operator.Core;
using Operator.Core.Documents;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub;

/// <summary>
/// Offers people the newer version of what they edited in a pull request, each in a comment of its own, which is kept up to date: a commit would dismiss
/// reviews, and the offer would be merged.
/// </summary>
/// <param name="api">GitHub.</param>
/// <param name="client">A client.</param>
internal sealed partial class ProposalOffers(GitHubApi api, GitHubClient client)
{
    private const string Offer = ".new";

    // GitHub takes 65,536 characters.
    private const int MostBytes = 50_000;

    /// <summary>Has one comment say the newest of each block, and those of which nothing is offered any more that it is so.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="offers">What is offered.</param>
    /// <param name="link">The page of the document in the branch.</param>
    /// <param name="ensureMayAct">Throws when this process may not act any more.</param>
    /// <returns>Why nothing can be offered, such as in a locked conversation; null if all is well.</returns>
    /// <exception cref="FailureException">GitHub cannot be asked.</exception>
    public async Task<string?> SyncAsync(int number, IReadOnlyList<DocumentBlock> offers, string link, Action ensureMayAct)
    {
        try
        {
            var comments = await api.ListAsync<IssueComment>(client, string.Create(CultureInfo.InvariantCulture, $"issues/{number}/comments"));
            var known = comments.Select(c => (Comment: c, Block: BlockOf(c.Body))).Where(c => c.Block is not null).ToLookup(c => c.Block!, c => c.Comment, StringComparer.Ordinal);
            foreach (var offer in offers)
            {
                await WriteAsync(number, known[offer.Name].FirstOrDefault(), Text(offer, link), ensureMayAct);
            }

            foreach (var comment in known.Where(k => !offers.Any(o => o.Name == k.Key)).SelectMany(k => k))
            {
                await WriteAsync(number, comment, $"{Mark(BlockOf(comment.Body)!)}\n\nThe newer version that was offered here is not needed any more.", ensureMayAct);
            }

            return null;
        }
        catch (ApiException e)
        {
            return $"the newer version cannot be offered in a comment: {GitHubFailures.Words(e)}";
        }
        catch (FailureException e) when (e is { Reason: Reasons.GitUnauthorized, IsTerminal: false })
        {
            return $"the newer version cannot be offered in a comment: {e.Message}";
        }
    }

    private async Task WriteAsync(int number, IssueComment? comment, string text, Action ensureMayAct)
    {
        if (comment?.Body.ReplaceLineEndings("\n") == text)
        {
            return;
        }

        ensureMayAct();
        await (comment is null
            ? client.Issue.Comment.Create(api.Repository.Owner, api.Repository.Name, number, text)
            : client.Issue.Comment.Update(api.Repository.Owner, api.Repository.Name, comment.Id, text));
    }

    private static string Text(DocumentBlock offer, string link)
    {
        var markdown = offer.Markdown.Trim('\n');
        var newer = Encoding.UTF8.GetByteCount(markdown) <= MostBytes ? markdown : "It does not fit here.";
        return $"{Mark(offer.Name)}\n\nSomebody edited **{MarkdownText.Escape(offer.Name)}** in [the document]({link}), and their text stays. This is a newer version of it; to take it, put its text there.\n\n{Source(newer)}";
    }

    // As source it can be copied as it is, and nothing in it mentions anybody.
    private static string Source(string markdown)
    {
        var fence = new string('`', Math.Max(3, Backticks().Matches(markdown).Select(m => m.Length).DefaultIfEmpty().Max() + 1));
        return $"{fence}markdown\n{markdown}\n{fence}";
    }

    [GeneratedRegex("`+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Backticks();

    private static Marker Mark(string block) => new(Marker.Begin, block + Offer, new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = Marker.Version });

    private static string? BlockOf(string? body) =>
        Marker.Parse((body ?? "").ReplaceLineEndings("\n").Split('\n')[0]) is { Kind: Marker.Begin } marker && marker["version"] == Marker.Version && marker.Name.EndsWith(Offer, StringComparison.Ordinal) ? marker.Name[..^Offer.Length] : null;
}
