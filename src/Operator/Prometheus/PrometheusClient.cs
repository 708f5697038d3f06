using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Operator.Core;
using Polly;

namespace Operator.Prometheus;

/// <summary>
/// Asks one source over the Prometheus HTTP API. Every failure is an <see cref="FailureException"/>; answers are read as they arrive
/// and capped in bytes, series and samples; at most <see cref="PrometheusHandler.Concurrency"/> requests run at a time.
/// </summary>
internal sealed class PrometheusClient : IDisposable
{
    // One token is a label or a number; nothing legitimate comes near this.
    private const long MaxTokenBytes = 1 << 20;
    private const long MaxDocumentBytes = 4 << 20;
    private const long MaxErrorBytes = 64 << 10;

    // VictoriaMetrics moves the moments of a range query to where its cache has them, unless it is told not to use it.
    private static readonly KeyValuePair<string, string> ExactTimes = new("nocache", "1");

    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly PrometheusErrors _errors;
    private readonly ResiliencePipeline _retries;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots = new(PrometheusHandler.Concurrency);

    // A shared server must never compute two sums over weeks for us at once, whoever reads them.
    private readonly SemaphoreSlim _heavy = new(1);

    /// <summary>Opens no connection yet.</summary>
    /// <param name="options">The source, already validated.</param>
    /// <param name="time">For time-outs, back-off and the comparison of clocks.</param>
    /// <param name="handler">The transport; null for one made from the options.</param>
    public PrometheusClient(PrometheusSourceOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        Options = options;
        _time = time;
        _errors = new PrometheusErrors(options);
        _retries = PrometheusRetries.Create(time);
        _base = new Uri(options.Url.TrimEnd('/') + "/api/v1/");
        _http = new HttpClient(handler ?? new RotatingHandler(options)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The source's configuration.</summary>
    public PrometheusSourceOptions Options { get; }

    /// <summary>How far the server's clock (its Date header, whole seconds) is ahead of ours; null before the first answer.</summary>
    public TimeSpan? ClockSkew { get; private set; }

    /// <summary>An instant query.</summary>
    /// <param name="expression">PromQL; with a bare range selector the answer has the raw samples.</param>
    /// <param name="time">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<PrometheusResult> QueryAsync(string expression, DateTimeOffset time, CancellationToken cancellationToken) =>
        PostAsync("query", [new("query", expression), new("time", UnixSeconds(time))], cancellationToken);

    /// <summary>A range query; start and end are inclusive.</summary>
    /// <param name="expression">PromQL.</param>
    /// <param name="start">The first evaluation.</param>
    /// <param name="end">The last evaluation is not after it.</param>
    /// <param name="stepSeconds">The distance of evaluations.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<PrometheusResult> QueryRangeAsync(string expression, DateTimeOffset start, DateTimeOffset end, double stepSeconds, CancellationToken cancellationToken) =>
        PostAsync(
            "query_range",
            [new("query", expression), new("start", UnixSeconds(start)), new("end", UnixSeconds(end)), new("step", stepSeconds.ToString("0.###", CultureInfo.InvariantCulture)), ExactTimes],
            cancellationToken);

    /// <summary>Asks a question that may be expensive: one at a time, for all who share this client.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PrometheusResult> AloneAsync(Func<Task<PrometheusResult>> ask, CancellationToken cancellationToken)
    {
        await _heavy.WaitAsync(cancellationToken);
        try
        {
            return await ask();
        }
        finally
        {
            _heavy.Release();
        }
    }

    /// <summary>What the server says about its version; null where it has no such endpoint or says nothing.</summary>
    public async Task<string?> ServerVersionAsync(CancellationToken cancellationToken) =>
        await DocumentAsync("status/buildinfo", data => data.TryGetProperty("version", out var version) ? version.GetString() : null, cancellationToken);

    /// <summary>The alerting rules of these names as they are now; none where rules are not served.</summary>
    public async Task<IReadOnlyList<AlertRule>> AlertRulesAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        // Older servers ignore the filters and answer with all rules.
        var filter = string.Concat(names.Select(name => $"&rule_name[]={Uri.EscapeDataString(name)}"));
        return await DocumentAsync($"rules?type=alert&exclude_alerts=true{filter}", AlertRules.Read, cancellationToken) ?? [];
    }

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
        _heavy.Dispose();
    }

    private static string UnixSeconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    private async Task<PrometheusResult> PostAsync(string endpoint, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        var all = form.Concat(Options.QueryParameters).Concat(TimeLimit()).ToArray();
        return await _retries.ExecuteAsync(
            async token => await SendAsync(
                () => new HttpRequestMessage(HttpMethod.Post, new Uri(_base, endpoint)) { Content = new FormUrlEncodedContent(all) },
                async (response, body, t) => PrometheusResults.From(await ParseAsync(body, Options.MaxResponseBytes, t), response.StatusCode, _errors),
                token),
            cancellationToken);
    }

    // So that the server stops when nobody waits any more.
    private IEnumerable<KeyValuePair<string, string>> TimeLimit() =>
        Options.Limits.TimeoutParameter is { Length: > 0 } name && !Options.QueryParameters.ContainsKey(name)
            ? [new(name, $"{Math.Ceiling(Options.Timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}ms")]
            : [];

    // These endpoints are a help, not evidence: what they cannot say is null.
    private async Task<T?> DocumentAsync<T>(string endpoint, Func<JsonElement, T?> read, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(
                () => new HttpRequestMessage(HttpMethod.Get, new Uri(_base, endpoint)),
                async (_, body, token) =>
                {
                    using var limited = new LimitedStream(body, MaxDocumentBytes);
                    using var document = await JsonDocument.ParseAsync(limited, cancellationToken: token);
                    return document.RootElement.TryGetProperty("data", out var data) ? read(data) : default;
                },
                cancellationToken);
        }
        catch (Exception e) when (e is FailureException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return default;
        }
    }

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> create, Func<HttpResponseMessage, Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        using var timeout = new CancellationTokenSource(Options.Timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = create();
            await PrometheusCredentials.ApplyAsync(request, Options, linked.Token);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            ClockSkew = response.Headers.Date - _time.GetUtcNow() ?? ClockSkew;
            await using var body = await response.Content.ReadAsStreamAsync(linked.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw await FailureAsync(response, body, linked.Token);
            }

            return response.Content.Headers.ContentLength > Options.MaxResponseBytes
                ? throw _errors.TooLarge($"{Options.MaxResponseBytes} bytes")
                : await read(response, body, linked.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw _errors.Timeout(e);
        }
        catch (HttpRequestException e)
        {
            throw _errors.Transport(e);
        }
        catch (IOException e)
        {
            throw _errors.CutOff(e);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw _errors.NotTheApi("something other than the documented JSON", e);
        }
        catch (ResponseLimitException e)
        {
            throw _errors.TooLarge(e.Limit);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<FailureException> FailureAsync(HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        var retryAfter = Runtime.RetryAfter.Of(response.Headers, _time);
        try
        {
            var answer = await ParseAsync(body, MaxErrorBytes, cancellationToken);
            return answer.ErrorType is null && answer.Error is null
                ? _errors.Status(response.StatusCode, retryAfter)
                : _errors.Api(response.StatusCode, answer.ErrorType, answer.Error, retryAfter);
        }
        catch (Exception e) when (e is JsonException or ResponseLimitException or IOException or InvalidDataException)
        {
            return _errors.Status(response.StatusCode, retryAfter);
        }
    }

    private async Task<PrometheusResponse> ParseAsync(Stream body, long maxBytes, CancellationToken cancellationToken)
    {
        var parser = new PrometheusResponseParser(Options.MaxSeries, Options.MaxSamples);
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 32 << 10, leaveOpen: true));
        long consumed = 0;
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                if (consumed + read.Buffer.Length > maxBytes)
                {
                    throw new ResponseLimitException($"{maxBytes} bytes");
                }

                var bytes = parser.Feed(read.Buffer, read.IsCompleted);
                if (read.Buffer.Length - bytes > MaxTokenBytes)
                {
                    throw new ResponseLimitException($"{MaxTokenBytes} bytes in one piece of text");
                }

                consumed += bytes;
                pipe.AdvanceTo(read.Buffer.GetPosition(bytes), read.Buffer.End);
                if (read.IsCompleted)
                {
                    return parser.Complete();
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }
}
