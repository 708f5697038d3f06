using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s.Authentication;
using k8s.Exceptions;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Client;

/// <summary>Sends one request with credentials, throttle, time-out and metrics, and turns every failure into a <see cref="KubeApiException"/>.</summary>
internal sealed class ApiRequestSender(
    KubeApiConnection connection, KubeApiClientOptions options, RequestThrottle? throttle, TimeProvider time, RuntimeMetrics metrics)
{
    private const int SmallestBuffer = 16 << 10;

    private readonly HttpMessageInvoker _http = connection.Http;
    private readonly ServiceClientCredentials? _credentials = connection.Credentials;
    private readonly string _server = connection.Server.AbsoluteUri;
    private readonly string _host = connection.Server.Authority;

    /// <summary>Sends a request and reads the answer once, from its bytes.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="content">The body, or null.</param>
    /// <param name="type">What the answer is.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <param name="accept">The form of the answer, or null for plain JSON.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken, string? accept = null)
    {
        using var deadline = new Deadline(options.RequestTimeout, time, cancellationToken);
        try
        {
            using var response = await SendCoreAsync(method, path, content, method.Method, deadline.Token, accept);
            return await ReadAsync(response, type, deadline.Token);
        }
        catch (Exception e) when (IsTranslatable(e, deadline))
        {
            throw Translate(e, method.Method, path);
        }
    }

    /// <summary>Reads what may not be there. Every new resource asks for children that it does not have: an exception for each is too expensive.</summary>
    public async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new Deadline(options.RequestTimeout, time, cancellationToken);
        try
        {
            using var response = await SendCoreAsync(HttpMethod.Get, path, null, "GET", deadline.Token, mayBeMissing: true);
            return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, type, deadline.Token);
        }
        catch (Exception e) when (IsTranslatable(e, deadline))
        {
            throw Translate(e, "GET", path);
        }
    }

    /// <summary>Opens an answer's body; only the wait for its headers is bounded by the request time-out.</summary>
    public async Task<Stream> OpenAsync(string path, string verb, string? accept, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.RequestTimeout, time, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendCoreAsync(HttpMethod.Get, path, null, verb, deadline.Token, accept);
            return new ResponseStream(response, await response.Content.ReadAsStreamAsync(deadline.Token));
        }
        catch (Exception e) when (IsTranslatable(e, deadline))
        {
            response?.Dispose();
            throw Translate(e, verb, path);
        }
    }

    private async Task<HttpResponseMessage> SendCoreAsync(
        HttpMethod method, string path, HttpContent? content, string verb, CancellationToken cancellationToken, string? accept = null, bool mayBeMissing = false)
    {
        if (throttle is not null)
        {
            await throttle.WaitAsync(cancellationToken);
        }

        using var request = new HttpRequestMessage(method, new Uri(_server + path)) { Content = content, Version = connection.HttpVersion };
        request.Headers.Host = connection.TlsServerName;

        // As text: parsing them would only write them again.
        request.Headers.TryAddWithoutValidation("Accept", accept ?? "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        if (_credentials is not null)
        {
            await _credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        var start = time.GetTimestamp();
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException)
        {
            metrics.RecordRequest(verb, _host, 0, time.GetElapsedTime(start));
            throw;
        }

        metrics.RecordRequest(verb, _host, (int)response.StatusCode, time.GetElapsedTime(start));
        if (response.IsSuccessStatusCode || (mayBeMissing && response.StatusCode == HttpStatusCode.NotFound))
        {
            return response;
        }

        using (response)
        {
            var failure = await ApiFailure.ReadAsync(response, verb, path, time, cancellationToken);
            if (failure is { IsTooManyRequests: true, RetryAfter: { } pause })
            {
                throttle?.Pause(pause);
            }

            throw failure;
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var announced = response.Content.Headers.ContentLength ?? SmallestBuffer;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(announced + 1, SmallestBuffer, options.MaxResponseBytes));
        try
        {
            var length = 0;
            while (true)
            {
                var more = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                length += more;
                if (more == 0)
                {
                    return JsonSerializer.Deserialize(buffer.AsSpan(0, length), type) ?? throw new JsonException("The answer is null.");
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= options.MaxResponseBytes)
        {
            throw new InvalidDataException($"The answer exceeds {options.MaxResponseBytes} bytes; read it in pages.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static bool IsTranslatable(Exception exception, Deadline deadline) => exception switch
    {
        OperationCanceledException => deadline.HasExpired,
        _ => exception is HttpRequestException or IOException or SocketException or JsonException or InvalidDataException or KubeConfigException,
    };

    private static KubeApiException Translate(Exception exception, string verb, string path)
    {
        var request = ApiFailure.Describe(verb, path);
        return exception switch
        {
            OperationCanceledException =>
                new KubeApiException(request, 0, "Timeout", "the API server did not answer in time", inner: exception),
            JsonException or InvalidDataException =>
                new KubeApiException(request, (int)HttpStatusCode.OK, "Unreadable", "the answer is not the expected object", inner: exception),
            KubeConfigException =>
                new KubeApiException(request, 0, "NoCredentials", exception.Message, inner: exception),
            _ => new KubeApiException(request, 0, "Unreachable", Innermost(exception).Message, inner: exception),
        };
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
