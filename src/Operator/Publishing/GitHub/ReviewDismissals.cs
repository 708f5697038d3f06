using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Octokit;

namespace Operator.Publishing.GitHub;

/// <summary>What dismissed the reviews of a pull request: a commit, or a person. Octokit does not have it.</summary>
/// <param name="api">GitHub.</param>
/// <param name="client">A client.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class ReviewDismissals(GitHubApi api, GitHubClient client, CancellationToken cancellationToken)
{
    private const int PageSize = 100;
    private const int MostPages = 20;

    /// <summary>Of the reviews that were dismissed, whether a commit did it.</summary>
    /// <param name="number">The pull request.</param>
    /// <exception cref="Core.FailureException">GitHub cannot be asked.</exception>
    public async Task<IReadOnlyDictionary<long, bool>> ReadAsync(int number)
    {
        Dictionary<long, bool> dismissed = [];
        for (var page = 1; page <= MostPages; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"issues/{number}/events?per_page={PageSize}&page={page}");
            var events = Parse(await GitHubRaw.GetAsync(api, client, path, GitHubApi.Accepts, cancellationToken));
            foreach (var review in events.Select(e => e?["dismissed_review"]).OfType<JsonObject>())
            {
                if (review["review_id"] is JsonValue id && id.TryGetValue<long>(out var key))
                {
                    dismissed[key] = review["dismissal_commit_id"] is not null;
                }
            }

            if (events.Count < PageSize)
            {
                break;
            }
        }

        return dismissed;
    }

    private static JsonArray Parse(string? text)
    {
        try
        {
            return text is null ? [] : JsonNode.Parse(text) as JsonArray ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
