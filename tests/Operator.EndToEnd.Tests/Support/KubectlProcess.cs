using System.Collections.Concurrent;
using System.Diagnostics;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>A kubectl that runs while the test does other things.</summary>
public sealed class KubectlProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;
    private readonly string _arguments;

    internal KubectlProcess(Process process, string arguments)
    {
        (_process, _arguments) = (process, arguments);
        process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits until a line of its output holds a text.</summary>
    public Task UntilPrintedAsync(string text) => Until.TrueAsync(
        () => Task.FromResult(_lines.Any(l => l.Contains(text, StringComparison.Ordinal))),
        () => $"kubectl {_arguments} prints {text}; it printed\n{string.Join('\n', _lines)}");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
