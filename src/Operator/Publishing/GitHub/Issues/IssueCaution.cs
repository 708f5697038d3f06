namespace Operator.Publishing.GitHub.Issues;

/// <summary>Keeps a second issue from being opened while lists may lack the first.</summary>
/// <param name="time">The clock.</param>
internal sealed class IssueCaution(TimeProvider time)
{
    // Of the time at which an issue was asked for, in a status.
    private static readonly TimeSpan Precision = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<IssueSubject, DateTimeOffset> _triedAt = [];
    private DateTimeOffset? _beganAt;

    /// <summary>For how long a list may lack an issue that was opened.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Says that this process acts from now on. What was asked for before, another one may have done.</summary>
    public void Begin() => _beganAt ??= time.GetUtcNow() - Precision;

    /// <summary>
    /// Whether no issue can have been opened that a list does not show yet: by a former process, which can have known of the request, or by an
    /// attempt of this one whose answer was lost.
    /// </summary>
    public bool MayOpen(IssueRequest request)
    {
        var unsureSince = _triedAt.TryGetValue(request.Subject, out var tried) ? tried : request.Known.RequestedAt < _beganAt ? _beganAt : null;
        return unsureSince is not { } since || time.GetUtcNow() >= since + Lag;
    }

    /// <summary>Says that one is about to be opened.</summary>
    public void Try(IssueRequest request) => _triedAt[request.Subject] = time.GetUtcNow();

    /// <summary>Says that the server answered that it opened none.</summary>
    public void Refused(IssueRequest request) => _triedAt[request.Subject] = DateTimeOffset.MinValue;
}
