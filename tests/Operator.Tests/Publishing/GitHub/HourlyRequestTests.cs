using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.EndToEnd.Tests.Support;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Publishing.GitHub.Issues;
using Operator.Runtime;
using Operator.Testing.GitHub;
using Operator.Tests.Publishing.GitHub.Issues;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>What the operator asks of GitHub's API in an hour in which people do nothing, by a clock that the test moves.</summary>
public sealed class HourlyRequestTests : GitHubTestBase
{
    // An App may ask 5 000 times an hour at least; three quarters of that are for others.
    private const int Quarter = 5000 / 4;
    private const int OpenPulls = 200;

    // Lists show those of others as well; each of ours takes some time of a machine.
    private const int OurPulls = 20;
    private const int Resources = 100;
    private const int ItemsOfEach = 20;

    private readonly SteppedTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly ConcurrentDictionary<ObjectKey, GitRequest> _requests = new();

    [Fact]
    public async Task Two_hundred_open_pull_requests_and_two_thousand_issues_take_less_than_a_quarter_of_an_App_s_limit()
    {
        Options.MaxOpenPullRequests = OpenPulls;
        Options.Timeout = TimeSpan.FromHours(2);
        await OpenAsync();
        for (var i = OurPulls; i < OpenPulls; i++)
        {
            GitHub.Pulls.AddFromFork($"branch-{i}", "");
        }

        var issues = Issues();
        Options.Auth = new GitAuthOptions { AppId = FakeGitHub.AppId, InstallationId = FakeGitHub.InstallationId, PrivateKeyFile = GitHub.KeyFile };

        // A process that knows nothing yet asks the most.
        var credentials = new GitCredentialsReader(null, null, _time);
        using var stop = new CancellationTokenSource();
        var folder = Directory.CreateTempSubdirectory("postmortem-copy-").FullName;
        GitBranchWorker? worker = null;
        worker = new GitBranchWorker(Options, credentials, folder, key => _ = worker!.SubmitAsync(_requests[key], isPublished: true, stop.Token), _time, NullLogger.Instance);
        using var tracker = new IssueWorker(Options, credentials, [], static _ => { }, _time, NullLogger.Instance);
        var running = Task.WhenAll(Task.Run(() => worker.RunAsync(stop.Token)), Task.Run(() => tracker.RunAsync(stop.Token)));
        var before = GitHub.Calls.Count;
        tracker.Begin();
        foreach (var (key, requests) in issues)
        {
            tracker.Submit(key, requests, static () => { });
        }

        foreach (var request in _requests.Values)
        {
            _ = worker.SubmitAsync(request, isPublished: true, stop.Token);
        }

        await HourAsync();
        var first = GitHub.Calls.Skip(before).ToList();
        before = GitHub.Calls.Count;
        await HourAsync();
        var second = GitHub.Calls.Skip(before).ToList();
        await stop.CancelAsync();
        await running;
        worker.Dispose();
        Directory.Delete(folder, recursive: true);

        TestContext.Current.SendDiagnosticMessage("The first hour: {0}. The second: {1}.", Told(first), Told(second));
        Assert.All(issues.Keys, k => Assert.Equal(ItemsOfEach, tracker.Answers.Hear(k).Count));
        Assert.Equal(OpenPulls, GitHub.Pulls.Open.Count);
        Assert.DoesNotContain(first.Concat(second), FakeGitHub.IsWrite);
        var ofEach = first.Where(c => c.Path.Contains("/pulls/", StringComparison.Ordinal) || c.Path.Contains("/collaborators/", StringComparison.Ordinal)).ToList();
        Assert.Equal(OurPulls, ofEach.Count);
        Assert.InRange(first.Count - ofEach.Count, 20 + 24, 20 + (12 * 3) + 5);
        Assert.InRange(first.Count + OpenPulls - OurPulls, OpenPulls, Quarter);

        // Two pages of pull requests and one of issues each five minutes, and the tokens that end.
        Assert.InRange(second.Count, 24, (12 * 3) + 2);
        Assert.InRange(second.Count(c => c.Path.Contains("access_tokens", StringComparison.Ordinal)), 1, 2);
    }

    /// <summary>Opens pull requests at GitHub's pace.</summary>
    private async Task OpenAsync()
    {
        await using var worker = new Git.Worker(Options, time: _time);
        var requests = Enumerable.Range(0, OurPulls).Select(i => Request(name: $"p-{i}")).ToList();
        var opening = worker.PublishAsync([.. requests]);
        await PassAsync(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1), () => opening.IsCompleted);
        foreach (var (request, delivery) in requests.Zip(await opening))
        {
            Assert.Null(delivery.Failure);
            _requests[request.Key] = Request(name: request.Key.Name, previous: delivery.PullRequest);
        }

        // Labels and reviewers are asked for again if the test asks again before it was answered: by its fast clock a look may come in between.
        var writes = GitHub.Writes.CountBy(c => c.Path.Split('/')[^1]).ToDictionary();
        Assert.All(["blobs", "trees", "commits", "refs", "pulls"], kind => Assert.Equal(OurPulls, writes[kind]));
        Assert.All(["labels", "requested_reviewers"], kind => Assert.InRange(writes[kind], OurPulls, 2 * OurPulls));
        Assert.Equal(7, writes.Count);
    }

    private Dictionary<ObjectKey, IReadOnlyList<IssueRequest>> Issues()
    {
        Dictionary<ObjectKey, IReadOnlyList<IssueRequest>> all = [];
        for (var i = 0; i < Resources; i++)
        {
            var key = new ObjectKey("production", $"p-{i}");
            all[key] = [.. Enumerable.Range(0, ItemsOfEach).Select(n => Opened(Tracker.Request(a => a with { Id = $"AI-{n}" }) with { Owner = new DocumentOwner("eu", key.Namespace, key.Name) }))];
        }

        return all;

        IssueRequest Opened(IssueRequest request)
        {
            var issue = GitHub.Issues.Add(IssueText.Title(request), IssueText.Part(request, "").Write());
            return request with { Known = request.Known with { Number = issue.Number } };
        }
    }

    private async Task HourAsync()
    {
        var end = _time.GetUtcNow().AddHours(1);
        await PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200), () => _time.GetUtcNow() >= end);
    }

    /// <summary>Lets time pass until something is so, and the machine do what is due meanwhile.</summary>
    private async Task PassAsync(TimeSpan step, TimeSpan pause, Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        while (!condition())
        {
            _time.Advance(step);
            GitHub.Tokens.Ahead += step;
            await Task.Delay(pause, TimeProvider.System, bound.Token);
        }
    }

    private static string Told(IEnumerable<RecordedCall> calls) => string.Join(", ", calls.GroupBy(c => $"{c.Method} {Kind(c)}").Select(g => $"{g.Count()} {g.Key}"));

    private static string Kind(RecordedCall call) => string.Join('/', call.Path.Split('?')[0].Split('/').Select(s => int.TryParse(s, out _) ? "N" : s));
}
