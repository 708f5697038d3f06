using System.Text.Json;
using Octokit;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core.Statuses;

namespace Operator.Publishing.GitHub;

/// <summary>
/// Whether the figures that somebody reviewed are others than the newest. The commits tell it, whenever which of them was read, and whatever clocks say: a page
/// may have been open for long when somebody approves what it shows.
/// </summary>
/// <param name="api">GitHub.</param>
/// <param name="client">A client.</param>
/// <param name="document">Where the document is.</param>
/// <param name="newest">The commit with the newest figures.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class ReviewedFigures(GitHubApi api, GitHubClient client, string document, string newest, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, PostMortemStatus?> _read = new(StringComparer.Ordinal);

    /// <summary>Whether the figures of a commit are others than the newest; null where that cannot be told.</summary>
    /// <exception cref="Core.FailureException">GitHub cannot be asked.</exception>
    public async Task<bool?> AreOlderAsync(string reviewed) => reviewed == newest ? false
        : await ReadAsync(reviewed) is { } before && await ReadAsync(newest) is { } now ? FigureChanges.Differ(before, now)
        : null;

    private async Task<PostMortemStatus?> ReadAsync(string commit)
    {
        if (!_read.TryGetValue(commit, out var status))
        {
            var path = $"{document[..document.LastIndexOf('/')]}/{ConfigMapPublisher.StatusKey}";
            var text = await GitHubRaw.GetAsync(api, client, $"contents/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}?ref={commit}", GitHubRaw.File, cancellationToken);
            _read[commit] = status = text is null ? null : Parse(text);
        }

        return status;
    }

    private static PostMortemStatus? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, PostMortemJsonContext.Default.PostMortemStatus) is { Durations: not null } status ? status : null;
        }
        catch (JsonException)
        {
            // People may write there what they like.
            return null;
        }
    }
}
