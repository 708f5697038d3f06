namespace Operator.Core.Documents.Model;

/// <summary>The last lines.</summary>
public sealed record FooterModel
{
    public required string TemplateVersion { get; init; }

    /// <summary>The day of the newest fact about the incident; never "now".</summary>
    public string? FactsUpTo { get; init; }

    /// <summary>The day on which something in the document last changed.</summary>
    public string? LastChanged { get; init; }
}
