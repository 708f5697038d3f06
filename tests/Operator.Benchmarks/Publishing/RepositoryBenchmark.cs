using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.Publishing.Git;

namespace Operator.Benchmarks.Publishing;

/// <summary>
/// What a large repository costs: memory of the worker and all git processes that it starts, and disk, with a repository of 1 GiB, in turns with
/// an empty one. Documents are published in three rounds, and one of them is edited by somebody between.
/// </summary>
internal static class RepositoryBenchmark
{
    private const int Files = 1024;
    private const int FileBytes = 1 << 20;
    private const int Documents = 20;
    private const int Rounds = 2;
    private const double MostMore = 60;

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var verdict = new Verdict(Console.Out);
        List<double> empty = [], large = [];
        var disk = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            empty.Add((await PeakAsync(isLarge: false, cancellationToken)).MiB);
            (var peak, disk) = await PeakAsync(isLarge: true, cancellationToken);
            large.Add(peak);
            verdict.Figure("memory at most, empty repository", empty[^1], "MiB");
            verdict.Figure("memory at most, repository of 1 GiB", large[^1], "MiB");
        }

        verdict.Figure("the copy of 1 GiB on disk", disk / 1048576.0, "MiB");
        verdict.AtMost("more memory with 1 GiB, by the largest of each", large.Max() - empty.Max(), MostMore, "MiB");
        return verdict.Passed;
    }

    private static async Task<(double MiB, long Disk)> PeakAsync(bool isLarge, CancellationToken cancellationToken)
    {
        await using var server = await HttpsRepository.StartAsync();
        if (isLarge)
        {
            server.Repository.Import(Fill);
        }

        var folder = Path.Combine(server.Repository.Folder, "operators-copy");
        var options = new GitRepositoryOptions { Name = "handbook", Url = server.Url, CaFile = server.CaFile, PollInterval = TimeSpan.FromSeconds(1) };
        options.Auth.PasswordFile = server.PasswordFile;
        using var worker = new GitBranchWorker(options, new GitCredentialsReader(null, null), folder, static _ => { }, TimeProvider.System, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = worker.RunAsync(stop.Token);
        GC.Collect();
        await using var peak = new PeakMemory(folder);
        for (var round = 0; round < 3; round++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"It failed {round} times.");
            await Task.WhenAll(Enumerable.Range(0, Documents).Select(i => PublishAsync(worker, PublishBenchmark.Request(string.Create(CultureInfo.InvariantCulture, $"incident-{i}"), text), cancellationToken)));
        }

        await stop.CancelAsync();
        await running;
        return (peak.MiB, new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length));
    }

    private static async Task PublishAsync(GitBranchWorker worker, GitRequest request, CancellationToken cancellationToken)
    {
        while (await worker.SubmitAsync(request, isPublished: true, cancellationToken) is not { } delivery || (delivery.Failure is { } failure ? throw failure : false))
        {
        }
    }

    // What does not compress, as pictures do not.
    private static void Fill(Stream stream)
    {
        Write("commit refs/heads/main\ncommitter Ann <ann@example.com> 1765700000 +0000\ndata 6\nAssets\nfrom refs/heads/main^0\n");
        var content = new byte[FileBytes];
        for (var i = 0; i < Files; i++)
        {
            RandomNumberGenerator.Fill(content);
            Write(string.Create(CultureInfo.InvariantCulture, $"M 100644 inline assets/{i / 32}/{i}.png\ndata {content.Length}\n"));
            stream.Write(content);
            Write("\n");
        }

        void Write(string text) => stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
