using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests.TryOut;

/// <summary>The try-out program as people start it, and kubectl beside it.</summary>
public sealed class SandboxProcess : IAsyncLifetime
{
    private readonly Process _process = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string[] _arguments;

    public SandboxProcess()
        : this([])
    {
    }

    private SandboxProcess(string[] arguments) => _arguments = arguments;

    public string Kubeconfig { get; private set; } = "";

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts one with options.</summary>
    public static async Task<SandboxProcess> StartAsync(params string[] arguments)
    {
        var sandbox = new SandboxProcess(arguments);
        await sandbox.InitializeAsync();
        return sandbox;
    }

    public async ValueTask InitializeAsync()
    {
        _process.StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Operator.Sandbox.dll"), .. _arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        const string Export = "export KUBECONFIG=";
        var line = await LineAsync(l => l.TrimStart().StartsWith(Export, StringComparison.Ordinal), "it says where its kubeconfig is");
        Kubeconfig = line.Trim()[Export.Length..];
    }

    /// <summary>Waits for a line of output.</summary>
    public async Task<string> LineAsync(Func<string, bool> isIt, string what)
    {
        string? found = null;
        await Until.TrueAsync(
            () => Task.FromResult((found = _lines.FirstOrDefault(isIt)) is not null || _process.HasExited),
            () => $"{what}; it said:\n{string.Join('\n', _lines)}");
        Assert.True(found is not null, $"the sandbox ended before {what}; it said:\n{string.Join('\n', _lines)}");
        return found;
    }

    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", [$"--kubeconfig={Kubeconfig}", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {error}\nThe sandbox said:\n{string.Join('\n', _lines)}");
        return await output;
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is { } line)
        {
            _lines.Enqueue(line);
        }
    }
}
