using System.Net.Http.Headers;

namespace Operator.Benchmarks.Cluster;

/// <summary>A request that the operator sent.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="ContentType">The body's type; null without a body.</param>
/// <param name="Body">The body.</param>
internal sealed record RecordedRequest(string Method, string Target, string? ContentType, string Body)
{
    public bool IsWatch => Target.Contains("watch=", StringComparison.Ordinal);

    /// <summary>The same request about another resource.</summary>
    public HttpRequestMessage For(string recordedName, string recordedUid, string name, string uid)
    {
        string Replace(string text) => text.Replace(recordedName, name, StringComparison.Ordinal).Replace(recordedUid, uid, StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(Method), Replace(Target).TrimStart('/'));
        if (ContentType is not null)
        {
            request.Content = new StringContent(Replace(Body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        return request;
    }
}
