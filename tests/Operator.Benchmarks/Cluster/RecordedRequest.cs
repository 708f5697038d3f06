using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Operator.Benchmarks.Cluster;

/// <summary>A request that the operator sent.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="ContentType">The body's type; null without a body.</param>
/// <param name="Body">The body.</param>
/// <param name="Accept">The form in which the answer is wanted; null when the request does not say.</param>
internal sealed partial record RecordedRequest(string Method, string Target, string? ContentType, string Body, string? Accept)
{
    public bool IsWatch => Target.Contains("watch=", StringComparison.Ordinal);

    /// <summary>The same watch on another server, from what it has now: versions are each server's own.</summary>
    public RecordedRequest FromNow() => this with { Target = ResourceVersion().Replace(Target, "resourceVersion=0") };

    /// <summary>The same request about another resource.</summary>
    public HttpRequestMessage For(string recordedName, string recordedUid, string name, string uid)
    {
        string Replace(string text) => text.Replace(recordedName, name, StringComparison.Ordinal).Replace(recordedUid, uid, StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(Method), Replace(Target).TrimStart('/'));
        if (Accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", Accept);
        }

        if (ContentType is not null)
        {
            request.Content = new StringContent(Replace(Body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        return request;
    }

    [GeneratedRegex("resourceVersion=[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResourceVersion();
}
