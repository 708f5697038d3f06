using System.Globalization;

namespace Operator.Runtime.Client;

/// <summary>A request to the Kubernetes API that failed: refused by the server, timed out, or never answered.</summary>
public sealed class KubeApiException : Exception
{
    internal KubeApiException(string request, int statusCode, string reason, string message, TimeSpan? retryAfter = null, Exception? inner = null)
        : base($"{request}: {Describe(statusCode, reason)}{message}", inner)
    {
        StatusCode = statusCode;
        Reason = reason;
        RetryAfter = Runtime.RetryAfter.Limit(retryAfter);
    }

    /// <summary>HTTP status code, or 0 when no answer arrived.</summary>
    public int StatusCode { get; }

    /// <summary>Reason of the <c>Status</c> object (<c>Conflict</c>, <c>Expired</c>, …), or <c>Unreachable</c>, or <c>Timeout</c>.</summary>
    public string Reason { get; }

    /// <summary>How long the server asks to wait, at most 15 minutes; null when it does not ask.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>404: the object, or its resource type, is not there.</summary>
    public bool IsNotFound => StatusCode == 404;

    /// <summary>409: somebody else changed the object, or owns a field, or a create found the name taken.</summary>
    public bool IsConflict => StatusCode == 409;

    /// <summary>410: the resource version or the continue token is too old; list again.</summary>
    public bool IsGone => StatusCode == 410 || Reason is "Expired" or "Gone";

    /// <summary>401 or 403: credentials or RBAC rules do not allow the request.</summary>
    public bool IsForbidden => StatusCode is 401 or 403;

    /// <summary>400 or 422: the object is wrong, and the same request can never succeed.</summary>
    public bool IsInvalid => StatusCode is 400 or 422;

    /// <summary>429: the server limits this client.</summary>
    public bool IsTooManyRequests => StatusCode == 429;

    /// <summary>The server does not know the resource version yet: it was restored from a backup or lags behind.</summary>
    internal bool IsResourceVersionTooLarge { get; init; }

    private static string Describe(int statusCode, string reason) =>
        statusCode == 0 ? $"{reason}: " : string.Create(CultureInfo.InvariantCulture, $"{statusCode} {reason}: ");
}
