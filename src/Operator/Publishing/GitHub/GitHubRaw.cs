using System.Net.Http.Headers;
using Octokit;

namespace Operator.Publishing.GitHub;

/// <summary>The little that GitHub answers and Octokit has no type for.</summary>
internal static class GitHubRaw
{
    public const string File = "application/vnd.github.raw+json";

    /// <summary>What GitHub has at a place of the repository.</summary>
    /// <param name="api">The repository.</param>
    /// <param name="client">A client.</param>
    /// <param name="path">What follows the repository, with its parameters.</param>
    /// <param name="accept">The form in which it is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where there is nothing.</returns>
    /// <exception cref="Core.FailureException">GitHub cannot be asked.</exception>
    public static async Task<string?> GetAsync(GitHubApi api, GitHubClient client, string path, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Repository.Api, $"repos/{api.Repository.Owner}/{api.Repository.Name}/{path}"));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await SendAsync(api, client, request, cancellationToken);
    }

    /// <summary>What GitHub answers to a request; null where it refuses it.</summary>
    /// <exception cref="Core.FailureException">GitHub cannot be asked.</exception>
    public static async Task<string?> SendAsync(GitHubApi api, GitHubClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new GitHubHandler(api, cancellationToken));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", client.Connection.Credentials.Password);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(GitHubApi.Agent, null));
        using var response = await http.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellationToken) : null;
    }
}
