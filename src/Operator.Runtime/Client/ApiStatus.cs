namespace Operator.Runtime.Client;

/// <summary>The part of <c>meta/v1 Status</c> that tells failures apart.</summary>
internal sealed class ApiStatus
{
    public string? Kind { get; set; }

    public string? Message { get; set; }

    public string? Reason { get; set; }

    public int? Code { get; set; }

    public StatusDetails? Details { get; set; }

    public bool IsResourceVersionTooLarge => Details?.Causes?.Exists(c => c.Reason == "ResourceVersionTooLarge") ?? false;

    public TimeSpan? RetryAfter => Details?.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    internal sealed class StatusDetails
    {
        public int? RetryAfterSeconds { get; set; }

        public List<StatusCause>? Causes { get; set; }
    }

    internal sealed class StatusCause
    {
        public string? Reason { get; set; }
    }
}
