using System.Security.Cryptography;
using Operator.Core;

namespace Operator.Prometheus;

/// <summary>
/// Sends a source's requests by a transport that is made anew once a certificate or key file has other content, so that they may rotate. A file
/// that is half written changes nothing yet: the transport that worked so far goes on.
/// </summary>
internal sealed class RotatingHandler : HttpMessageHandler
{
    private readonly PrometheusSourceOptions _options;
    private readonly string[] _files;
    private readonly Lock _lock = new();
    private HttpMessageInvoker _transport;
    private string _content;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="options">The source, already validated.</param>
    /// <exception cref="FailureException">The files cannot be read.</exception>
    public RotatingHandler(PrometheusSourceOptions options)
    {
        _options = options;
        _files = [.. new[] { options.Tls?.CaFile, options.Tls?.CertFile, options.Tls?.KeyFile }.OfType<string>()];

        // Before the transport reads them: what changes in between is found by the first request.
        _content = Content();
        _transport = new HttpMessageInvoker(PrometheusHandler.Create(options), disposeHandler: true);
    }

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
        lock (_lock)
        {
            var content = Content();
            if (content != _content)
            {
                try
                {
                    // The old transport's requests end on it, and its connections close when they have been idle.
                    _transport = new HttpMessageInvoker(PrometheusHandler.Create(_options), disposeHandler: true);
                    _content = content;
                }
                catch (FailureException)
                {
                    // Tried again with the next request.
                }
            }

            return _transport;
        }
    }

    // Times and links of files tell less: a mounted Secret rotates by a link on the way to the file, and not by that of the file itself.
    private string Content() => string.Concat(_files.Select(Digest));

    private static string Digest(string file)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "-";
        }
    }
}
