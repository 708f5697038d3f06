using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Operator.Api;
using Operator.Core;

namespace Operator.Prometheus;

/// <summary>Maps what can go wrong with a source to a reason and a sentence. Bodies are never shown, save the error text of a refused query.</summary>
internal sealed class PrometheusErrors(PrometheusSourceOptions options)
{
    private const int MaxErrorText = 300;

    private readonly string _subject = $"Prometheus source '{options.Name}' ({new Uri(options.Url).Authority})";

    private readonly string _brokenBecause = options.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && options.Tls?.CertFile is null
        ? "it may have restarted, or it asks for a client certificate: see tls.certFile"
        : "it may have restarted";

    public FailureException Timeout(Exception? inner) =>
        new(Reasons.PrometheusTimeout, $"{_subject} did not answer within {options.Timeout.TotalSeconds:0.###} s; raise the source's timeout or narrow the query", inner: inner);

    public FailureException TooLarge(string limit) => new(
        Reasons.ResponseTooLarge,
        $"{_subject} answered with more than {limit}; narrow the selector by labels, or raise the source's maxSeries, maxSamples or maxResponseBytes",
        isTerminal: true);

    public FailureException NotTheApi(string what, Exception? inner = null) =>
        new(Reasons.ResponseInvalid, $"{_subject} answered with {what}, which is not the Prometheus API; check the source's url and path prefix", inner: inner);

    public FailureException CutOff(Exception inner) =>
        new(Reasons.PrometheusUnavailable, $"{_subject} broke the connection in the middle of its answer; {_brokenBecause}", inner: inner);

    public FailureException Transport(HttpRequestException e) => e switch
    {
        { InnerException: AuthenticationException } or { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new(Reasons.CertificateInvalid, $"{_subject}: the secure connection failed; check that the certificate is for this host name and signed by a CA of tls.caFile (or of the system)", inner: e),
        { HttpRequestError: HttpRequestError.NameResolutionError } =>
            new(Reasons.PrometheusUnavailable, $"{_subject}: the host name does not resolve; check the source's url", inner: e),
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            new(Reasons.PrometheusUnavailable, $"{_subject}: connection refused; check that the server runs and the source's url", inner: e),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => TooLarge("64 KB of headers"),
        { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => CutOff(e),
        _ => new(Reasons.PrometheusUnavailable, $"{_subject} cannot be reached; check the network and the source's url", inner: e),
    };

    /// <summary>An HTTP status other than 200 whose body did not name an error type.</summary>
    public FailureException Status(HttpStatusCode status, TimeSpan? retryAfter) => (int)status switch
    {
        >= 300 and < 400 => new(Reasons.PrometheusNotFound, $"{_subject} redirects to another URL ({(int)status}), which is not followed; configure the final URL", isTerminal: true),
        401 or 403 => new(Reasons.PrometheusUnauthorized, $"{_subject} refuses the credentials ({(int)status}); check basicAuth, bearerTokenFile and tenant headers of the source"),
        404 or 405 => new(Reasons.PrometheusNotFound, $"{_subject} has no query API at this URL ({(int)status}); check the source's path prefix", isTerminal: true),
        408 or 504 => new(Reasons.PrometheusTimeout, $"{_subject}: the query took too long ({(int)status})", retryAfter: retryAfter),
        413 => new(Reasons.ResponseTooLarge, $"{_subject} finds request or answer too large (413); narrow the query", isTerminal: true),
        422 => new(Reasons.QueryTooExpensive, $"{_subject} could not execute the query (422); narrow the query", isTerminal: true),
        429 => new(Reasons.PrometheusThrottled, $"{_subject} asks to slow down (429)", retryAfter: retryAfter),
        >= 500 => new(Reasons.PrometheusUnavailable, $"{_subject} has an internal problem ({(int)status})", retryAfter: retryAfter),
        _ => NotTheApi($"status {(int)status}"),
    };

    /// <summary>An error that the API itself describes.</summary>
    public FailureException Api(HttpStatusCode status, string? errorType, string? error, TimeSpan? retryAfter)
    {
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)
        {
            return Status(status, retryAfter);
        }

        return errorType switch
        {
            "bad_data" or "execution" or "bad_request" or "422" or "400" => Query(error),
            "timeout" => Timeout(null),
            "canceled" => new(Reasons.PrometheusUnavailable, $"{_subject} gave up the query before it was done; it may be restarting", retryAfter: retryAfter),
            "not_found" => Status(HttpStatusCode.NotFound, retryAfter),
            "unavailable" or "internal" => new(Reasons.PrometheusUnavailable, $"{_subject} says '{errorType}': it cannot answer at the moment", retryAfter: retryAfter),
            { } type when type.StartsWith("too_many", StringComparison.Ordinal) => Status(HttpStatusCode.TooManyRequests, retryAfter),
            _ when status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => Query(error),
            _ when status == HttpStatusCode.OK => NotTheApi("an error of an unknown type"),
            _ => Status(status, retryAfter),
        };
    }

    private static readonly string[] CostPhrases = ["too many samples", "maximum resolution", "exceeded", "exceeds", "would load", "memory limit", "max-fetched", "limit on"];

    private FailureException Query(string? error)
    {
        var text = Clean(error);
        return CostPhrases.Any(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            ? new(Reasons.QueryTooExpensive, $"{_subject} finds the query too expensive: {text}", isTerminal: true)
            : new(Reasons.QueryInvalid, $"{_subject} refuses the query: {text}", isTerminal: true);
    }

    /// <summary>One line of printable text, cut.</summary>
    internal static string Clean(string? text)
    {
        var line = string.Create(Math.Min(text?.Length ?? 0, MaxErrorText), text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source![i]) ? ' ' : source[i];
            }
        });
        return line.Length == 0 ? "(no text)" : text!.Length > MaxErrorText ? line + "…" : line;
    }
}
