namespace Operator.Core.Documents.Model;

/// <summary>Whom it hurt and what it cost.</summary>
public sealed record ImpactModel
{
    /// <summary>That there was no impact; null when there was, or may have been.</summary>
    public string? None { get; init; }

    /// <summary>Who was affected, in a person's words.</summary>
    public AuthorMarkdown? Customers { get; init; }

    public AuthorMarkdown? Scope { get; init; }

    /// <summary>Numbers of any kind, such as "about 5,000 projects lost".</summary>
    public IReadOnlyList<string> Measures { get; init; } = [];

    public IReadOnlyList<ImpactPhaseModel> Phases { get; init; } = [];

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
