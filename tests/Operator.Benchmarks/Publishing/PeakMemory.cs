using System.Globalization;

namespace Operator.Benchmarks.Publishing;

/// <summary>Watches the anonymous memory of this process and of the git processes that work in a folder, and keeps the most that it saw.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private readonly string _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private double _most;

    public PeakMemory(string folder)
    {
        _folder = folder;
        _watching = Task.Run(WatchAsync);
    }

    public double MiB => _most;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Dictionary<int, (int Parent, double MiB)> processes = [];
            HashSet<int> counted = [Environment.ProcessId];
            foreach (var process in Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0))
            {
                if (Read(process) is { } found)
                {
                    processes[process] = (found.Parent, found.MiB);
                    if (found.Command.Contains(_folder, StringComparison.Ordinal))
                    {
                        counted.Add(process);
                    }
                }
            }

            // What those have started: git-remote-https, index-pack and the like.
            foreach (var (process, _) in processes.OrderBy(p => p.Key))
            {
                for (var id = process; processes.TryGetValue(id, out var of); id = of.Parent)
                {
                    if (id != Environment.ProcessId && counted.Contains(id))
                    {
                        counted.Add(process);
                    }
                }
            }

            _most = Math.Max(_most, counted.Sum(id => processes.GetValueOrDefault(id).MiB));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    private static (int Parent, double MiB, string Command)? Read(int process)
    {
        try
        {
            var status = File.ReadAllLines($"/proc/{process}/status");
            return (Number("PPid:"), Number("RssAnon:") / 1024.0, File.ReadAllText($"/proc/{process}/cmdline"));

            int Number(string name) => status.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line
                ? int.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }
}
