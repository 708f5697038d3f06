using System.Net;
using System.Net.Sockets;

namespace Operator.Runtime.Tests.Support;

/// <summary>
/// Passes connections on to a server. On demand those that are open become dead without being closed, as behind a firewall that has
/// forgotten them, while new ones work.
/// </summary>
internal sealed class SwallowingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];
    private readonly IPEndPoint _server;
    private int _connections;
    private int _dead;

    private SwallowingProxy(IPEndPoint server) => _server = server;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static SwallowingProxy Start(Uri server)
    {
        var proxy = new SwallowingProxy(new IPEndPoint(IPAddress.Loopback, server.Port));
        proxy._listener.Start();
        proxy._tasks.Add(proxy.AcceptAsync());
        return proxy;
    }

    /// <summary>From now on the open connections swallow what is sent on them.</summary>
    public void Swallow() => Volatile.Write(ref _dead, Connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([.. _tasks]);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _tasks.Add(ForwardAsync(client, Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ForwardAsync(TcpClient client, int number)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, _stop.Token);
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), number),
                    PumpAsync(server.GetStream(), client.GetStream(), number));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // One of the two ends is gone.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, int number)
    {
        var buffer = new byte[16 << 10];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var length)
            {
                if (number > Volatile.Read(ref _dead))
                {
                    await to.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One of the two ends is gone.
        }
    }
}
