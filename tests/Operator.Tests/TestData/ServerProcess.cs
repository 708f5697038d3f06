using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Operator.Tests.TestData;

/// <summary>A program of this machine, run in a directory of its own and ended by its id.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Launch(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} failed: {await output}{await error}");
    }

    /// <summary>Starts a server and waits until it answers at a URL.</summary>
    public static async Task<ServerProcess> StartAsync(Uri ready, string program, params string[] arguments)
    {
        var server = new ServerProcess(Launch(program, arguments));
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        using var http = new HttpClient(new SocketsHttpHandler());
        await Poll.UntilAsync(async () => await AnswersAsync(http, ready) || server._process.HasExited, $"{program} answers at {ready}");
        Assert.False(server._process.HasExited, $"{program} ended at once");
        return server;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri uri)
    {
        try
        {
            using var response = await http.GetAsync(uri);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Launch(string program, string[] arguments)
    {
        var path = Path.IsPathRooted(program) ? program : Path.Combine("/usr/bin", program);
        Assert.True(File.Exists(path), $"{path} is missing: apt-get install --no-install-recommends prometheus prometheus-alertmanager");
        return Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
    }
}
