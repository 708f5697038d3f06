using System.Net.Http.Headers;

namespace Operator.Runtime;

/// <summary>How long somebody else asks us to wait. Whatever they say, it is a time that we can afford.</summary>
public static class RetryAfter
{
    /// <summary>The longest wait that another server can impose: 15 minutes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>The wait that a response's <c>Retry-After</c> header asks for, in seconds or as a date; null when it asks for none.</summary>
    /// <param name="headers">Headers of the response.</param>
    /// <param name="time">The clock to which a date is compared.</param>
    public static TimeSpan? Of(HttpResponseHeaders headers, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(time);
        return headers.RetryAfter switch
        {
            { Delta: { } delta } => Limit(delta),
            { Date: { } date } => Limit(date - time.GetUtcNow()),
            _ => IsNumber(headers) ? Longest : null,
        };
    }

    /// <summary>The wait, at most <see cref="Longest"/>; null when it is none.</summary>
    /// <param name="wait">What somebody else asks for.</param>
    public static TimeSpan? Limit(TimeSpan? wait) => wait is not { } asked || asked <= TimeSpan.Zero ? null : asked < Longest ? asked : Longest;

    // More seconds than the parsed header can hold.
    private static bool IsNumber(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Retry-After", out var values)
        && values.ToString().Trim() is { Length: > 0 } text
        && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
