using Operator.Api;
using Operator.Core.Documents;
using Operator.Testing;
using Operator.Tests.Architecture;

namespace Operator.Tests.Rendering;

/// <summary>A document is an ordered list of named blocks.</summary>
public sealed class DocumentBlocksTests
{
    // Published files have these names between their lines: a name that changes is a block that is lost.
    private static readonly string[] Names =
    [
        "title", "header", "summary", "contradictions", "severity", "detection", "timeline", "analysis", "impact", "slo-impact", "resolution", "action-items",
        "lessons", "prevention", "references", "review", "evidence", "footer",
    ];

    [Theory]
    [InlineData("full")]
    [InlineData("minimal")]
    [InlineData("hostile")]
    [InlineData("disputed")]
    public void The_blocks_of_the_built_in_template_are_the_document(string name)
    {
        var document = GoldenDocuments.Render(name);

        // What does not fit together is there only where something does not.
        Assert.Equal(Names.Where(n => n != "contradictions" || name == "disputed"), document.Blocks.Select(b => b.Name));
        Assert.Equal(document.Markdown, string.Concat(document.Blocks.Select(b => b.Markdown)));
        Assert.All(document.Blocks, b => Assert.False(string.IsNullOrWhiteSpace(b.Markdown)));
    }

    [Fact]
    public void The_title_is_the_heading_alone() =>
        Assert.Equal("# Post-Mortem: Email service outage\n\n", GoldenDocuments.Render("full").Blocks[0].Markdown);

    [Fact]
    public void A_block_ends_before_the_next_heading()
    {
        var blocks = GoldenDocuments.Render("full").Blocks.ToDictionary(b => b.Name, b => b.Markdown);

        Assert.StartsWith("---\n\n## Action Items\n", blocks["action-items"], StringComparison.Ordinal);
        Assert.StartsWith("### SLO Impact\n", blocks["slo-impact"], StringComparison.Ordinal);
        Assert.All(blocks.Where(b => b.Key != "footer"), b => Assert.EndsWith("\n\n", b.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_custom_template_is_one_block_even_if_it_copies_the_built_in_one()
    {
        using var folder = new Cli.TemporaryFolder();
        var source = File.ReadAllText(RepositoryRoot.File("src", "Operator", "Rendering", "default.md.scriban"));
        folder.Write("copy.md.scriban", source);
        var resource = Rendered.Sample("full.yaml");
        resource = resource with { Spec = resource.Spec with { Template = new TemplateSpec { Name = "copy" } } };

        var document = Rendered.Document(resource, SampleIncident.Evidence(), templates: folder.Path);

        var block = Assert.Single(document.Blocks);
        Assert.Equal((DocumentBlock.Whole, document.Markdown), (block.Name, block.Markdown));
        Assert.Equal(GoldenDocuments.Render("full").Markdown, document.Markdown);
    }
}
