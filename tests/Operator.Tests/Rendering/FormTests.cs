using Operator.Tests.Architecture;

namespace Operator.Tests.Rendering;

/// <summary>docs/development/form.md says what the document has of the form, and in which order.</summary>
public sealed class FormTests
{
    [Theory]
    [InlineData("full")]
    [InlineData("disputed")]
    public void Headings_are_those_of_the_form_in_its_order(string name)
    {
        var form = Rows();
        var headings = GoldenDocuments.Render(name).Markdown.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal) || l.StartsWith("### ", StringComparison.Ordinal)).ToList();

        Assert.InRange(form.Count(r => r.IsOfTheForm), 25, 40);
        Assert.Equal(form.Where(r => headings.Contains(r.Heading)).Select(r => r.Heading), headings);
        Assert.All(form.Where(r => r.IsOfTheForm), r => Assert.Contains(r.Heading, headings));
    }

    [Fact]
    public void What_does_not_fit_together_is_documented_as_it_is()
    {
        var block = GoldenDocuments.Render("disputed").Blocks.Single(b => b.Name == "contradictions").Markdown;
        var table = block[block.IndexOf("| Fact ", StringComparison.Ordinal)..].Trim();

        Assert.Contains(table, File.ReadAllText(RepositoryRoot.File("docs", "figures.md")), StringComparison.Ordinal);
    }

    private static List<(string Heading, bool IsOfTheForm)> Rows() =>
    [
        .. from line in File.ReadAllLines(RepositoryRoot.File("docs", "development", "form.md"))
           let cells = line.Split('|').Select(c => c.Trim()).ToArray()
           where cells.Length > 3
           let isSame = cells[2] == "the same"
           let cell = isSame ? cells[1] : cells[2]
           where cell.StartsWith("`##", StringComparison.Ordinal) && cell.EndsWith('`')
           select (cell.Trim('`'), isSame),
    ];
}
