namespace Operator.Runtime.Watching;

/// <summary>How a reflector lists and watches.</summary>
public sealed class ReflectorOptions
{
    /// <summary>Only objects with these labels; null for all.</summary>
    public string? LabelSelector { get; set; }

    /// <summary>Objects per page of a LIST. Default 100: a page is in memory as a whole, and whole objects can have hundreds of KiB.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Time for one page of a LIST. Default 60 s.</summary>
    public TimeSpan ListTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Shortest time that the server is asked to keep a watch open; the time is random up to <see cref="MaxWatchTimeout"/>. Default 5 min.</summary>
    public TimeSpan MinWatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time that the server is asked to keep a watch open. Default 10 min.</summary>
    public TimeSpan MaxWatchTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How much later than the server the client gives a watch up. Default 5 s.</summary>
    public TimeSpan IdleMargin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest line of a watch, in bytes. Default 4 MiB, twice what etcd can store as JSON.</summary>
    public int MaxLineLength { get; set; } = 4 << 20;

    /// <summary>Longest page of a list, in bytes; where one is longer, smaller pages are asked for. Default 64 MiB.</summary>
    public int MaxPageLength { get; set; } = 64 << 20;

    /// <summary>Upper bound of the wait after the first failure; it doubles up to <see cref="MaxBackoff"/>. Default 800 ms.</summary>
    public TimeSpan MinBackoff { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Longest wait after a failure. Default 30 s.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time without a failure after which the back-off starts anew. Default 120 s.</summary>
    public TimeSpan BackoffReset { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Shortest time between the openings of two watches that the server closed in good order. Default 1 s.</summary>
    public TimeSpan MinWatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often to list again though the watch works, give or take 10 %, when a watch has ended. Default 10 h. A watch from a version that a
    /// server has not reached yet, because it was restored from a backup, says nothing and does not fail.
    /// </summary>
    public TimeSpan RelistPeriod { get; set; } = TimeSpan.FromHours(10);

    /// <summary>The longest that one request may take, by our own clock.</summary>
    internal TimeSpan LongestRequest => ListTimeout > MaxWatchTimeout + IdleMargin ? ListTimeout : MaxWatchTimeout + IdleMargin;

    internal ReflectorOptions WithLabelSelector(string? labelSelector)
    {
        var copy = (ReflectorOptions)MemberwiseClone();
        copy.LabelSelector = labelSelector;
        return copy;
    }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinWatchTimeout, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWatchTimeout, MinWatchTimeout);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MinBackoff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBackoff, MinBackoff);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RelistPeriod, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLineLength, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPageLength, MaxLineLength);
    }
}
