namespace Operator.Core.Documents;

/// <summary>A rendered post-mortem.</summary>
public sealed record RenderedDocument
{
    /// <summary>The document as GitHub-flavoured Markdown.</summary>
    public required string Markdown { get; init; }

    /// <summary>The Markdown, block by block. A document of a custom template, and one that was cut to fit, is a single block.</summary>
    public IReadOnlyList<DocumentBlock> Blocks { get => field ?? [new(DocumentBlock.Whole, Markdown)]; init; }

    /// <summary>The document as one self-contained HTML page.</summary>
    public required string Html { get; init; }

    /// <summary>The charts, one for each objective with a series.</summary>
    public IReadOnlyList<SloChart> Charts { get; init; } = [];

    /// <summary>The name of the template, "default" for the built-in one.</summary>
    public required string Template { get; init; }

    /// <summary>SHA-256 over Markdown, HTML and charts: "sha256:" and hex.</summary>
    public required string Digest { get; init; }
}
