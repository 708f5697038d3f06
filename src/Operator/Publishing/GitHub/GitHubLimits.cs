using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Operator.Runtime;

namespace Operator.Publishing.GitHub;

/// <summary>
/// GitHub's limits: what its answers say of them, and a pace of writes below what it documents for content (80 a minute). Safe for
/// concurrent use.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class GitHubLimits(TimeProvider time)
{
    // https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api: one minute when nothing says how long.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    private const int MostAtOnce = 10;
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _closedUntil;
    private TimeSpan _nextWait = FirstWait;
    private DateTimeOffset _credit = DateTimeOffset.MinValue;

    /// <summary>How long nothing may be sent, because GitHub asked for it; zero when something may.</summary>
    public TimeSpan Closed
    {
        get
        {
            lock (_lock)
            {
                var left = _closedUntil - time.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Waits for a write's turn: some at once, then one a second.</summary>
    public Task PaceAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            // The moment at which all writes so far are paid for.
            var now = time.GetUtcNow();
            _credit = (_credit > now ? _credit : now) + BetweenWrites;
            wait = _credit - now - (MostAtOnce * BetweenWrites);
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>How long an answer asks to wait; null when it is about no limit.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body.</param>
    public TimeSpan? Read(HttpResponseMessage response, string body)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
        {
            if (response.IsSuccessStatusCode)
            {
                lock (_lock)
                {
                    _nextWait = FirstWait;
                }
            }

            return null;
        }

        var isPrimary = Number(response.Headers, "x-ratelimit-remaining") == 0 && Number(response.Headers, "x-ratelimit-limit") > 0;
        var isLimit = isPrimary || response.StatusCode == HttpStatusCode.TooManyRequests || response.Headers.RetryAfter is not null
            || body.Contains("rate limit", StringComparison.OrdinalIgnoreCase) || body.Contains("abuse detection", StringComparison.OrdinalIgnoreCase);
        return isLimit ? Close(RetryAfter.Of(response.Headers, time) ?? (isPrimary ? UntilReset(response.Headers) : null)) : null;
    }

    private TimeSpan Close(TimeSpan? asked)
    {
        lock (_lock)
        {
            var wait = asked ?? _nextWait;
            _nextWait = asked is null ? RetryAfter.Limit(2 * _nextWait)!.Value : _nextWait;
            _closedUntil = time.GetUtcNow() + wait;
            return wait;
        }
    }

    // By the server's clock, if it tells it.
    private TimeSpan? UntilReset(HttpResponseHeaders headers) => Number(headers, "x-ratelimit-reset") is { } reset and > 0 and < 253402300800
        ? RetryAfter.Limit(DateTimeOffset.FromUnixTimeSeconds(reset) - (headers.Date ?? time.GetUtcNow()) + TimeSpan.FromSeconds(1))
        : null;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
