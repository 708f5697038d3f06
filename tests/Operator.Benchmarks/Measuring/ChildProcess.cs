using System.Diagnostics;
using System.Globalization;

namespace Operator.Benchmarks;

/// <summary>A process of ours, measured from outside through /proc. Disposing ends it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // USER_HZ; it is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly Process _process;

    public ChildProcess(string file, IEnumerable<string> arguments, bool keepOutput = false, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        Output = keepOutput ? _process.StandardOutput.ReadToEndAsync() : Discard(_process.StandardOutput);
        Error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Standard output, once the process has ended; empty unless it was to be kept.</summary>
    public Task<string> Output { get; }

    public Task<string> Error { get; }

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Resident memory in MiB.</summary>
    public double ResidentMiB => Status("VmRSS");

    /// <summary>The most resident memory so far, in MiB; null once the process has ended.</summary>
    public double? PeakMiB
    {
        get
        {
            try
            {
                return Status("VmHWM");
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>User and system time so far.</summary>
    public TimeSpan ProcessorTime => Ticks($"/proc/{Id}/stat", first: 11);

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Runs a program to its end and requires success.</summary>
    public static async Task RunAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var child = new ChildProcess(file, arguments, keepOutput: true);
        if (await child.ExitCodeAsync(cancellationToken) is not 0 and var code)
        {
            throw new InvalidOperationException($"{file} ended with exit code {code}: {await child.Output}{await child.Error}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        await Task.WhenAll(Output, Error);
        _process.Dispose();
    }

    private static async Task<string> Discard(StreamReader reader)
    {
        var buffer = new char[16 * 1024];
        while (await reader.ReadAsync(buffer) > 0)
        {
        }

        return "";
    }

    private static TimeSpan Ticks(string file, int first)
    {
        var fields = File.ReadAllText(file).Split(") ")[^1].Split(' ');
        var ticks = long.Parse(fields[first], CultureInfo.InvariantCulture) + long.Parse(fields[first + 1], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private double Status(string field)
    {
        var line = File.ReadLines($"/proc/{Id}/status").FirstOrDefault(l => l.StartsWith(field + ":", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"Process {Id} has ended.");
        return double.Parse(line[(field.Length + 1)..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}
