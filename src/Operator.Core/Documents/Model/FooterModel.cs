namespace Operator.Core.Documents.Model;

/// <summary>The last lines.</summary>
public sealed record FooterModel
{
    public required string TemplateVersion { get; init; }

    /// <summary>The repository and the commit from which evidence and state were taken over; null when nothing was.</summary>
    public string? TakenOverFrom { get; init; }

    /// <summary>The day of the newest fact about the incident; never "now".</summary>
    public string? FactsUpTo { get; init; }

    /// <summary>The day on which something in the document last changed.</summary>
    public string? LastChanged { get; init; }
}
