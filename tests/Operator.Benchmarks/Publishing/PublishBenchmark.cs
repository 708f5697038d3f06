using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.Core.Documents;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Runtime;

namespace Operator.Benchmarks.Publishing;

/// <summary>
/// 1 000 documents that are due at once, published to one repository over https by four workers as the operator has them, in turns with a
/// script that writes the same files to a work tree, commits and pushes them in 25 batches.
/// </summary>
internal static class PublishBenchmark
{
    private const int Documents = 1_000;
    private const int Batches = 25;
    private const int Workers = 4;
    private const int Rounds = 3;
    private const double MostTimes = 3;

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var verdict = new Verdict(Console.Out);
        List<double> ratios = [];
        var pushes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (own, count) = await PublishAsync(cancellationToken);
            var script = await ScriptAsync(cancellationToken);
            pushes = Math.Max(pushes, count);
            ratios.Add(own / script);
            verdict.Figure("the operator's worker", own, "s");
            verdict.Figure($"the script, {Batches} batches", script, "s");
        }

        ratios.Sort();
        verdict.AtMost($"pushes for {Documents:N0} documents, most of {Rounds} rounds", pushes, Batches, "");
        verdict.AtMost("time, median of the ratios", ratios[Rounds / 2], MostTimes, "times");
        return verdict.Passed;
    }

    private static async Task<(double Seconds, int Pushes)> PublishAsync(CancellationToken cancellationToken)
    {
        await using var server = await HttpsRepository.StartAsync();
        var options = new GitRepositoryOptions { Name = "handbook", Url = server.Url, CaFile = server.CaFile };
        options.Auth.PasswordFile = server.PasswordFile;
        ConcurrentQueue<ObjectKey> due = new();
        using var signal = new SemaphoreSlim(0);
        using var worker = new GitBranchWorker(
            options, new GitCredentialsReader(null, null), Path.Combine(server.Repository.Folder, "copy"), Due, TimeProvider.System, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = Stopwatch.StartNew();
        var running = worker.RunAsync(stop.Token);
        for (var i = 0; i < Documents; i++)
        {
            Due(new ObjectKey("production", Name(i)));
        }

        ConcurrentDictionary<ObjectKey, bool> done = new();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => ReconcileAsync()));
        var seconds = watch.Elapsed.TotalSeconds;
        var pushes = server.Pushes;
        await stop.CancelAsync();
        await running;
        return (seconds, pushes);

        void Due(ObjectKey key)
        {
            due.Enqueue(key);
            signal.Release();
        }

        async Task ReconcileAsync()
        {
            while (done.Count < Documents)
            {
                if (!await signal.WaitAsync(TimeSpan.FromMilliseconds(100), cancellationToken) || !due.TryDequeue(out var key) || done.ContainsKey(key))
                {
                    continue;
                }

                if (await worker.SubmitAsync(Request(key.Name), isPublished: false, cancellationToken) is { } delivery)
                {
                    done[key] = delivery.Failure is null ? true : throw delivery.Failure;
                }
            }
        }
    }

    private static async Task<double> ScriptAsync(CancellationToken cancellationToken)
    {
        await using var server = await HttpsRepository.StartAsync();
        var source = Directory.CreateDirectory(Path.Combine(server.Repository.Folder, "source")).FullName;
        for (var i = 0; i < Documents; i++)
        {
            var request = Request(Name(i));
            var folder = Directory.CreateDirectory(Path.Combine(source, string.Create(CultureInfo.InvariantCulture, $"{i % Batches}"), request.Path[..request.Path.LastIndexOf('/')])).FullName;
            await File.WriteAllBytesAsync(Path.Combine(folder, "README.md"), request.Text, cancellationToken);
            foreach (var (name, content) in request.Companions)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, name), content, cancellationToken);
            }
        }

        var script = $$"""
            set -e
            git clone --quiet --depth 1 {{server.ScriptUrl}} {{server.Repository.Folder}}/work
            cd {{server.Repository.Folder}}/work
            git config user.name Script; git config user.email script@example.com
            for i in $(seq 0 {{Batches - 1}}); do
              cp -r {{source}}/$i/. .
              git add -A
              git commit --quiet -m "Batch $i"
              git push --quiet origin HEAD:main
            done
            """;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { Environment = { ["GIT_SSL_CAINFO"] = server.CaFile, ["GIT_CONFIG_GLOBAL"] = "/dev/null" } })!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"The script ended with exit code {process.ExitCode}.");
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"incident-{i:0000}");

    // As large as the documents of the samples are.
    public static GitRequest Request(string name, string more = "Some text.")
    {
        var text = new StringBuilder();
        for (var i = 0; i < 120; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| 10:{i % 60:00} | something happened in {name}, step {i} | @engineer |\n");
        }

        DocumentBlock[] blocks = [new(DocumentBlock.Title, $"# Post-Mortem: {name}\n\n"), .. Enumerable.Range(0, 16).Select(b => new DocumentBlock($"part-{(char)('a' + b)}", $"## Part {b}\n\n{(b == 3 ? text.ToString() : more)}\n\n"))];
        SortedDictionary<string, byte[]> companions = new(StringComparer.Ordinal)
        {
            ["status.json"] = Encoding.UTF8.GetBytes($"{{\"name\":\"{name}\",\"figures\":\"{new string('7', 4000)}\"}}\n"),
            ["sli-availability.svg"] = Encoding.UTF8.GetBytes($"<svg><!-- {name} {new string('p', 8000)} --></svg>\n"),
        };
        return new GitRequest(
            new ObjectKey("production", name),
            $"postmortems/2025/production/{name}/README.md",
            FencedDocument.Of(new DocumentOwner("eu", "production", name), blocks, []),
            companions);
    }
}
