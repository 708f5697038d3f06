using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Operator.Sandbox.Tests.Conformance;

/// <summary>Raw HTTP, so that tests see what is on the wire.</summary>
public sealed class ApiClient(HttpClient http) : IDisposable
{
    public const string Json = "application/json";
    public const string Merge = "application/merge-patch+json";
    public const string JsonPatch = "application/json-patch+json";
    public const string Apply = "application/apply-patch+yaml";

    public async Task<ApiAnswer> SendAsync(string method, string path, string? body = null, string type = Json, string accept = Json)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var warnings = answer.Headers.TryGetValues("Warning", out var values) ? values.ToList() : [];
        return new ApiAnswer((int)answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : new JsonObject { ["text"] = text }, warnings);
    }

    public Task<ApiAnswer> GetAsync(string path, string accept = Json) => SendAsync("GET", path, accept: accept);

    public Task<ApiAnswer> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<ApiAnswer> PutAsync(string path, JsonNode body) => SendAsync("PUT", path, body.ToJsonString());

    public Task<ApiAnswer> PatchAsync(string path, string body, string type = Merge) => SendAsync("PATCH", path, body, type);

    public Task<ApiAnswer> DeleteAsync(string path, string? options = null) => SendAsync("DELETE", path, options);

    /// <summary>The events of a watch as they come; ends when the server ends it.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, string accept, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            yield return JsonNode.Parse(line)!.AsObject();
        }
    }

    public void Dispose() => http.Dispose();
}
