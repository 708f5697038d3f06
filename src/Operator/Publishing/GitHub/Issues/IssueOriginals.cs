using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Octokit;
using Operator.Core;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>Of which issue another one is a duplicate. The REST API does not tell; the GraphQL API has it since before there was a reason for closing.</summary>
internal static class IssueOriginals
{
    private const string Query = """
        query($owner: String!, $name: String!, $number: Int!) {
          repository(owner: $owner, name: $name) {
            issue(number: $number) {
              timelineItems(last: 1, itemTypes: [MARKED_AS_DUPLICATE_EVENT]) {
                nodes { ... on MarkedAsDuplicateEvent { canonical { ... on Issue { url } ... on PullRequest { url } } } }
              }
            }
          }
        }
        """;

    /// <summary>The page of the original.</summary>
    /// <param name="api">The repository.</param>
    /// <param name="client">A client.</param>
    /// <param name="number">The duplicate.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Empty when GitHub does not tell.</returns>
    /// <exception cref="FailureException">GitHub cannot be asked at the moment.</exception>
    public static async Task<string> FindAsync(GitHubApi api, GitHubClient client, int number, CancellationToken cancellationToken)
    {
        var question = new JsonObject
        {
            ["query"] = Query,
            ["variables"] = new JsonObject { ["owner"] = api.Repository.Owner, ["name"] = api.Repository.Name, ["number"] = number },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, api.Repository.Graph) { Content = new StringContent(question.ToJsonString(), Encoding.UTF8, GitHubApi.ContentType) };
        try
        {
            return await GitHubRaw.SendAsync(api, client, request, cancellationToken) is { } answer ? Url(answer) : "";
        }
        catch (FailureException e) when (e.IsTerminal || e.Reason == Api.Reasons.GitUnauthorized)
        {
            // That it is a duplicate says enough.
            return "";
        }
    }

    private static string Url(string answer)
    {
        try
        {
            var nodes = JsonNode.Parse(answer)?["data"]?["repository"]?["issue"]?["timelineItems"]?["nodes"]?.AsArray();
            return (string?)nodes?.LastOrDefault()?["canonical"]?["url"] ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
