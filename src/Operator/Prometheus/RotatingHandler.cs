using Operator.Core;

namespace Operator.Prometheus;

/// <summary>
/// Sends a source's requests by a transport that is made anew once a certificate or key file has changed, so that they may rotate. A file
/// that is half written changes nothing yet: the transport that worked so far goes on.
/// </summary>
/// <param name="options">The source, already validated.</param>
internal sealed class RotatingHandler(PrometheusSourceOptions options) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly string[] _files = [.. new[] { options.Tls?.CaFile, options.Tls?.CertFile, options.Tls?.KeyFile }.OfType<string>()];
    private HttpMessageInvoker _transport = new(PrometheusHandler.Create(options), disposeHandler: true);
    private string _stamp = "";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Current().SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _transport.Dispose();
        }

        base.Dispose(disposing);
    }

    private HttpMessageInvoker Current()
    {
        if (_files.Length == 0)
        {
            return _transport;
        }

        lock (_lock)
        {
            var stamp = string.Join('\n', _files.Select(Stamp));
            if (_stamp.Length == 0)
            {
                _stamp = stamp;
            }
            else if (stamp != _stamp)
            {
                try
                {
                    // The old transport's requests end on it, and its connections close when they have been idle.
                    _transport = new(PrometheusHandler.Create(options), disposeHandler: true);
                    _stamp = stamp;
                }
                catch (FailureException)
                {
                    // Tried again with the next request.
                }
            }

            return _transport;
        }
    }

    // A mounted Secret rotates by a symbolic link that points elsewhere; the link of the file itself stays as it is.
    private static string Stamp(string file)
    {
        try
        {
            var target = File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file);
            return $"{target.FullName} {target.LastWriteTimeUtc.Ticks}";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
