using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Operator.Testing.Clusters;

namespace Operator.Benchmarks.Cluster;

/// <summary>PostMortems with times that a person gave, of about 4 KiB each, made and watched over plain HTTP.</summary>
internal sealed class Workload : IDisposable
{
    /// <summary>Where the resources live.</summary>
    public const string Collection = "apis/postmortem.dev/v1alpha1/namespaces/default/postmortems";

    private const int ManifestBytes = 4096;
    private const int Concurrency = 8;

    public Workload(ITestCluster cluster)
    {
        Client = cluster.CreateClient();
        Client.Timeout = TimeSpan.FromMinutes(2);
    }

    public HttpClient Client { get; }

    public static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:D6}");

    public Task CreateAsync(string prefix, int count, CancellationToken cancellationToken) => Parallel.ForAsync(
        0,
        count,
        new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
        async (i, token) =>
        {
            using var content = new StringContent(Manifest(Name(prefix, i)), Encoding.UTF8, "application/json");
            using var answer = await Client.PostAsync(Collection, content, token);
            answer.EnsureSuccessStatusCode();
        });

    /// <summary>Follows the resources until so many of that prefix have condition Ready.</summary>
    public async Task ReadyAsync(string prefix, int count, CancellationToken cancellationToken)
    {
        var ready = new HashSet<string>(StringComparer.Ordinal);
        using var answer = await Client.GetAsync(
            $"{Collection}?watch=true&resourceVersion=0&timeoutSeconds=3600", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (ready.Count < count && await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            // Most lines are of no interest; parsing them all would take time from those who are measured.
            if (line.Contains("\"Ready\"", StringComparison.Ordinal) && ReadyName(line) is { } name && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                ready.Add(name);
            }
        }
    }

    /// <summary>The uid of every resource.</summary>
    public async Task<IReadOnlyDictionary<string, string>> UidsAsync(CancellationToken cancellationToken)
    {
        using var list = JsonDocument.Parse(await Client.GetByteArrayAsync(Collection, cancellationToken));
        return list.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("metadata")).ToDictionary(
            m => m.GetProperty("name").GetString()!,
            m => m.GetProperty("uid").GetString()!,
            StringComparer.Ordinal);
    }

    /// <summary>Changes an annotation, as a person who asks for a reconcile does.</summary>
    public async Task TouchAsync(string name, string token, CancellationToken cancellationToken)
    {
        using var content = new StringContent($$$$"""{"metadata":{"annotations":{"postmortem.dev/reconcile-at":"{{{{token}}}}"}}}""");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
        using var answer = await Client.PatchAsync($"{Collection}/{name}", content, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => Client.Dispose();

    private static string? ReadyName(string line)
    {
        using var change = JsonDocument.Parse(line);
        var item = change.RootElement.GetProperty("object");
        return item.TryGetProperty("status", out var status) && status.TryGetProperty("conditions", out var conditions)
            && conditions.EnumerateArray().Any(c => c.GetProperty("type").ValueEquals("Ready") && c.GetProperty("status").ValueEquals("True"))
                ? item.GetProperty("metadata").GetProperty("name").GetString()
                : null;
    }

    private static string Manifest(string name)
    {
        string With(string text) => $$$$"""
            {"apiVersion":"postmortem.dev/v1alpha1","kind":"PostMortem","metadata":{"name":"{{{{name}}}}"},"spec":{"title":"Email service outage","severity":"P1",
            "services":["email-service"],"timeZone":"Europe/Moscow","incident":{"startedAt":"2025-12-14T07:00:00Z","detectedAt":"2025-12-14T07:02:15Z",
            "acknowledgedAt":"2025-12-14T07:03:00Z","mitigatedAt":"2025-12-14T07:09:00Z","resolvedAt":"2025-12-14T07:12:00Z"},
            "impact":{"affectedUsers":{"count":500,"total":2000},"failedRequests":{"count":1200},"revenue":{"perFailedRequest":0.125,"currency":"USD"}},
            "actionItems":[{"id":"AI-1","title":"Add metrics for the connection pool","priority":"High","owner":"@backend-engineer","state":"Done"}],
            "analysis":{"whatHappened":"{{{{text}}}}"}}}
            """;
        const string Sentence = "The pool of database connections was exhausted while traffic was at its peak. ";
        var missing = ManifestBytes - With("").Length;
        return With(string.Concat(Enumerable.Repeat(Sentence, missing / Sentence.Length)));
    }
}
