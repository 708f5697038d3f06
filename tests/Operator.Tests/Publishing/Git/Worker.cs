using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.Core.Documents;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Runtime;

namespace Operator.Tests.Publishing.Git;

/// <summary>A running worker of a branch, and what tests ask of it.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly GitBranchWorker _worker;
    private readonly Task _running;
    private readonly bool _ownsFolder;

    public Worker(GitRepositoryOptions options, string? folder = null, Action<ObjectKey>? wake = null, TimeProvider? time = null, GitCredentialsReader? credentials = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("postmortem-copy-").FullName;
        _worker = new GitBranchWorker(options, credentials ?? new GitCredentialsReader(null, null, time), Folder, wake ?? (static _ => { }), time ?? TimeProvider.System, NullLogger.Instance);
        _running = Task.Run(() => _worker.RunAsync(_stop.Token));
    }

    public string Folder { get; }

    public string Copy => Path.Combine(Folder, "copy.git");

    /// <summary>Publishes documents at once and waits for all answers.</summary>
    public async Task<GitDelivery[]> PublishAsync(params GitRequest[] requests)
    {
        return await Task.WhenAll(requests.Select(AnswerAsync)).WaitAsync(TimeSpan.FromMinutes(10));
    }

    /// <summary>Asks until there is an answer, as reconciles do: the worker waits for one push only so long.</summary>
    private async Task<GitDelivery> AnswerAsync(GitRequest request)
    {
        GitDelivery? answer;
        do
        {
            answer = await _worker.SubmitAsync(request, isPublished: true, CancellationToken.None);
        }
        while (answer is null);

        return answer;
    }

    /// <summary>Asks once, as a reconcile does.</summary>
    public Task<GitDelivery?> SubmitAsync(GitRequest request, bool isPublished = false) => _worker.SubmitAsync(request, isPublished, CancellationToken.None);

    /// <summary>Asks until a document is published: what was answered before stands until there is a new answer.</summary>
    public Task<GitDelivery> UntilPublishedAsync(Func<GitRequest> request) => UntilAsync(request, d => d.Failure is null);

    /// <summary>Asks until the answer is as it should be.</summary>
    public async Task<GitDelivery> UntilAsync(Func<GitRequest> request, Func<GitDelivery, bool> isAsItShouldBe)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await SubmitAsync(request(), isPublished: true) is { } delivery && isAsItShouldBe(delivery))
            {
                return delivery;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    public IReadOnlyList<BoxStatement> Hear(ObjectKey key) => _worker.Hear(key);

    public bool HasNews(ObjectKey key) => _worker.HasNews(key);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _worker.Dispose();
        _stop.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>A document of two blocks.</summary>
    public static GitRequest Request(string name = "p0-042", string text = "It failed.", string? path = null, string cluster = "eu", string? revision = null) => new(
        new ObjectKey("production", name),
        path ?? $"postmortems/2025/production/{name}/README.md",
        FencedDocument.Of(
            new DocumentOwner(cluster, "production", name),
            [new(DocumentBlock.Title, $"# Post-Mortem: {name}\n\n"), new("summary", $"## Summary\n\n{text}\n\n"), new("action-items", "---\n\n## Action Items\n\n- [ ] **AI-1:** Watch it\n")],
            ["Tech Lead"]),
        new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["status.json"] = Encoding.UTF8.GetBytes($"{{\"summary\":\"{text}\"}}\n") })
    {
        PreviousRevision = revision,
    };

    public static GitRepositoryOptions Options(string url) => new() { Name = "handbook", Url = url, Timeout = TimeSpan.FromSeconds(30) };
}
