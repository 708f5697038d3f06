namespace Operator.Core.Documents.Model;

/// <summary>The last lines.</summary>
public sealed record FooterModel
{
    public required string TemplateVersion { get; init; }

    /// <summary>The day of the newest fact in the document: evidence, approval or entry; never "now".</summary>
    public string? LastUpdated { get; init; }
}
