namespace Operator.Core.Documents.Model;

/// <summary>Whom it hurt and what it cost.</summary>
public sealed record ImpactModel
{
    public string? AffectedUsers { get; init; }

    public string? FailedRequests { get; init; }

    public AuthorMarkdown? UserExperience { get; init; }

    public string? RevenueLoss { get; init; }

    /// <summary>Whether a contractual target was missed over the window; says so too when no target is stated.</summary>
    public required string SlaBreach { get; init; }

    public string? CustomerComplaints { get; init; }

    /// <summary>Why figures are missing.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}
