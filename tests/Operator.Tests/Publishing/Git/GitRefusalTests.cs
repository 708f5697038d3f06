using System.Globalization;
using Operator.Api;
using Operator.Publishing.Git;
using Operator.Testing.Git;

namespace Operator.Tests.Publishing.Git;

/// <summary>A server that refuses some of what is pushed, or all of it.</summary>
public sealed class GitRefusalTests : IDisposable
{
    private readonly BareRepository _repository = new();

    [Fact]
    public async Task A_hook_that_refuses_one_document_keeps_no_other_from_arriving()
    {
        _repository.Hook("pre-receive", """
            while read old new ref; do
              if git ls-tree -r --name-only $new | grep -q /doc-013/; then
                printf 'doc-013 is not allowed \033[31mhere\033[0m, see https://user:hunter2@example.com/\n' >&2; exit 1
              fi
            done
            """);
        await using var worker = new Worker(Options());

        var deliveries = await worker.PublishAsync(Documents(40));

        var failed = Assert.Single(deliveries, d => d.Failure is not null);
        Assert.Contains("/doc-013/", failed.Path, StringComparison.Ordinal);
        Assert.Equal((Reasons.PushRefused, true), (failed.Failure!.Reason, failed.Failure.IsTerminal));
        Assert.Contains("doc-013 is not allowed here, see https://***@example.com/", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(39, _repository.Files.Count(f => f.EndsWith("README.md", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_branch_that_is_closed_is_not_asked_about_each_document()
    {
        var (asked, go) = (Path.Combine(_repository.Folder, "asked"), Path.Combine(_repository.Folder, "go"));
        _repository.Hook("pre-receive", $"echo x >> {asked}; while [ ! -e {go} ]; do sleep 0.02; done; echo 'this branch is protected' >&2; exit 1");
        await using var worker = new Worker(Options());

        // The first keeps the server busy until the others wait together.
        var first = worker.PublishAsync(Worker.Request("first"));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(asked), TimeSpan.FromSeconds(60)));
        var others = worker.PublishAsync(Documents(100));
        await File.WriteAllTextAsync(go, "");
        GitDelivery[] deliveries = [.. await first, .. await others];

        Assert.All(deliveries, d => Assert.Contains("this branch is protected", d.Failure!.Message, StringComparison.Ordinal));
        Assert.InRange(File.ReadAllLines(asked).Length, 1, 50);
        Assert.Equal(1, _repository.Commits);
    }

    [Fact]
    public async Task A_refusal_is_told_once_and_stands_until_there_is_another_answer()
    {
        _repository.Hook("pre-receive", "echo no >&2; exit 1");
        List<string> woken = [];
        await using var worker = new Worker(Options(), wake: k => { lock (woken) { woken.Add(k.Name); } });

        var first = await worker.SubmitAsync(Worker.Request());
        Assert.Equal(Reasons.PushRefused, first!.Failure!.Reason);
        Assert.False(worker.HasNews(first is null ? default : Worker.Request().Key));
        _repository.Hook("pre-receive", "exit 0");

        // Asking again stands in the queue; what was said before is said until then.
        var second = await worker.SubmitAsync(Worker.Request());
        Assert.Equal(Reasons.PushRefused, second!.Failure!.Reason);
        await UntilAsync(() => worker.HasNews(Worker.Request().Key));
        Assert.Null((await worker.SubmitAsync(Worker.Request()))!.Failure);
        Assert.Contains("p0-042", woken);
    }

    /// <summary>Somebody has corrected something and asks for a new try: what was answered before would look like its result.</summary>
    [Fact]
    public async Task A_refusal_does_not_stand_when_somebody_asks_for_a_new_try()
    {
        var (asked, go) = (Path.Combine(_repository.Folder, "asked"), Path.Combine(_repository.Folder, "go"));
        _repository.Hook("pre-receive", "echo no >&2; exit 1");
        await using var worker = new Worker(Options());
        Assert.NotNull((await worker.SubmitAsync(Worker.Request()))!.Failure);
        _repository.Hook("pre-receive", $"touch {asked}; while [ ! -e {go} ]; do sleep 0.02; done");

        var answer = worker.SubmitAsync(Worker.Request() with { IsAsked = true });
        Assert.True(SpinWait.SpinUntil(() => File.Exists(asked), TimeSpan.FromSeconds(60)));

        // Other looks, as that which the new status brings about.
        Assert.Null(await worker.SubmitAsync(Worker.Request()));
        await File.WriteAllTextAsync(go, "");
        Assert.Null((await answer)?.Failure);
        Assert.Null((await worker.UntilPublishedAsync(() => Worker.Request())).Failure);
        Assert.Equal(2, _repository.Commits);
    }

    /// <summary>So many are refused that it looks as if the branch were closed.</summary>
    [Fact]
    public async Task What_was_taken_for_refused_with_others_arrives_with_the_next_try()
    {
        Refuse("/bad-");
        await using var worker = new Worker(Options());
        GitRequest[] Requests() => [.. Enumerable.Range(0, 17).Select(i => Worker.Request(string.Create(CultureInfo.InvariantCulture, $"bad-{i:00}"))), Worker.Request("good")];
        await worker.PublishAsync(Requests());

        // All are due again and again at the same time.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_repository.Has("postmortems/2025/production/good/README.md"))
        {
            await Task.WhenAll(Requests().Select(r => worker.SubmitAsync(r)));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        Assert.True(_repository.Has("postmortems/2025/production/good/README.md"));
    }

    /// <summary>What the server refused as it is does not come between others and the branch again.</summary>
    [Fact]
    public async Task Documents_that_were_refused_do_not_keep_others_waiting()
    {
        var asked = Refuse("-bad/");
        await using var worker = new Worker(Options());
        GitRequest[] many = [.. Enumerable.Range(0, 80).Select(i => Worker.Request(Name(i) + (i % 2 == 0 ? "-bad" : "")))];
        var deliveries = await worker.PublishAsync(many);
        Assert.Equal(40, deliveries.Count(d => d.Failure is { Reason: Reasons.PushRefused }));
        Assert.InRange(File.ReadAllLines(asked).Length, 80, 240);
        File.WriteAllText(asked, "");

        // One that is new, and all that were refused.
        var fresh = worker.SubmitAsync(Worker.Request("new"));
        var refused = many.Where((_, i) => i % 2 == 0).ToArray();
        await Task.WhenAll(refused.Select(r => worker.SubmitAsync(r)));
        Assert.Null((await fresh)!.Failure);
        await UntilAsync(() => refused.All(r => worker.HasNews(r.Key)));

        var pushes = File.ReadAllLines(asked);
        Assert.DoesNotContain("-bad/", Assert.Single(pushes, p => p.Contains("/new/", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.InRange(pushes.Length, 2, 50);

        // Each is told what was said of it alone.
        foreach (var request in refused)
        {
            Assert.Contains($"/{request.Key.Name}/", (await worker.SubmitAsync(request))!.Failure!.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _repository.Dispose();

    /// <summary>Has a hook refuse pushes with paths like this; returns the file that has a line for each push, with its paths.</summary>
    private string Refuse(string part)
    {
        var asked = Path.Combine(_repository.Folder, "asked");
        _repository.Hook("pre-receive", $$"""
            while read old new ref; do
              git diff --name-only $old $new | tr '\n' ' ' >> {{asked}}
              echo >> {{asked}}
              git diff --name-only $old $new | grep -e '{{part}}' >&2 && exit 1
            done
            exit 0
            """);
        return asked;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"doc-{i:000}");

    private static GitRequest[] Documents(int count) => [.. Enumerable.Range(0, count).Select(i => Worker.Request(Name(i)))];

    private GitRepositoryOptions Options() => Worker.Options(_repository.Path);
}
