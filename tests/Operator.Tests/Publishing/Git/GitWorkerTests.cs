using System.Globalization;
using Operator.Api;
using Operator.Publishing.Git;
using Operator.Testing.Git;

namespace Operator.Tests.Publishing.Git;

/// <summary>The worker of a branch and its copy of the repository, after defects, deaths and hanging servers.</summary>
public sealed class GitWorkerTests : IDisposable
{
    private readonly BareRepository _repository = new();

    /// <summary>A defect, here of what is told, ends nothing for good.</summary>
    [Fact]
    public async Task A_worker_goes_on_after_a_defect()
    {
        var calls = 0;
        await using var worker = new Worker(Options(), wake: _ => Assert.NotEqual(1, Interlocked.Increment(ref calls)));
        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request("first"))).Failure);
        await UntilAsync(() => Volatile.Read(ref calls) == 1);

        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request("second"))).Failure);
    }

    [Fact]
    public async Task What_a_killed_process_left_does_no_harm()
    {
        await using var worker = new Worker(Options());
        await worker.PublishAsync(Worker.Request());
        foreach (var left in new[] { "shallow.lock", "packed-refs.lock", "objects/pack/tmp_pack_abc", "refs/remotes/origin/main.lock" })
        {
            var file = Path.Combine(worker.Copy, left);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "half");
        }

        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request(text: "More."))).Failure);
        Assert.Empty(Directory.EnumerateFiles(worker.Copy, "tmp_*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_broken_copy_is_made_again()
    {
        await using var worker = new Worker(Options());
        await worker.PublishAsync(Worker.Request());
        foreach (var pack in Directory.EnumerateFiles(Path.Combine(worker.Copy, "objects"), "*", SearchOption.AllDirectories))
        {
            BareRepository.SetMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllText(pack, "broken");
        }

        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request(text: "More."))).Failure);
        Assert.Contains("More.", _repository.Read("postmortems/2025/production/p0-042/README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_that_hangs_is_ended_with_all_its_processes_and_does_not_arrive()
    {
        _repository.Hook("pre-receive", $"echo $$ > {_repository.Folder}/hook; exec sleep 600");
        var options = Options();
        options.Timeout = TimeSpan.FromSeconds(2);
        await using var worker = new Worker(options);

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));

        Assert.Equal((Reasons.GitUnavailable, false), (delivery.Failure!.Reason, delivery.Failure.IsTerminal));
        Assert.Contains("took longer than 2 s", delivery.Failure.Message, StringComparison.Ordinal);
        var hook = File.ReadAllText(Path.Combine(_repository.Folder, "hook")).Trim();
        await UntilAsync(() => !Directory.Exists($"/proc/{hook}"));
        Assert.Equal(1, _repository.Commits);
    }

    [Fact]
    public async Task The_copy_does_not_grow_with_each_push()
    {
        await using var worker = new Worker(Options());
        for (var i = 0; i < 100; i++)
        {
            _repository.Commit("Somebody", ("other.md", Name(i)));
            Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request(text: Name(i)))).Failure);
        }

        Assert.InRange(Directory.EnumerateFiles(worker.Copy, "*", SearchOption.AllDirectories).Count(), 1, 410);
    }

    public void Dispose() => _repository.Dispose();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"doc-{i:000}");

    private GitRepositoryOptions Options() => Worker.Options(_repository.Path);
}
