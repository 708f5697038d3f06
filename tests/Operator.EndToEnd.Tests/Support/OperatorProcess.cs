using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Operator.Tests.TestData;

namespace Operator.EndToEnd.Tests.Support;

/// <summary><c>run</c> as a process of its own, which dies as processes die.</summary>
public sealed class OperatorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    private OperatorProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it said last, for a failed test's message.</summary>
    public string Log => string.Join('\n', _log.TakeLast(20));

    /// <summary>All that it said.</summary>
    public string WholeLog => string.Join('\n', _log);

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <param name="arguments">Those of <c>run</c>.</param>
    /// <param name="kubeconfigs">Value of <c>KUBECONFIG</c>, or null.</param>
    /// <param name="environment">More variables.</param>
    /// <param name="under">A command that is to start it, such as setpriv; none for nothing.</param>
    public static OperatorProcess Start(
        IEnumerable<string> arguments, string? kubeconfigs = null, IReadOnlyDictionary<string, string>? environment = null, string[]? under = null)
    {
        var start = ProgramUnderTest.Start(["run", .. arguments]);
        if (under is [var command, .. var options])
        {
            string[] program = [start.FileName, .. start.ArgumentList];
            start.FileName = command;
            start.ArgumentList.Clear();
            foreach (var argument in options.Concat(program))
            {
                start.ArgumentList.Add(argument);
            }
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        if (kubeconfigs is not null)
        {
            start.Environment["KUBECONFIG"] = kubeconfigs;
            start.Environment.Remove("KUBERNETES_SERVICE_HOST");
        }

        return new OperatorProcess(Process.Start(start)!);
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a kubelet sends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await Until.TrueAsync(() => Task.FromResult(_process.HasExited), () => $"the process ends; its log:\n{Log}");

        // Until what it said last is read, too.
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
