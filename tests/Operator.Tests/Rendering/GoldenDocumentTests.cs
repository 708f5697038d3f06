using Operator.Core.Documents;
using Operator.Tests.Architecture;

namespace Operator.Tests.Rendering;

/// <summary>
/// Whole documents, byte for byte. After a change that is meant, run the tests once with UPDATE_GOLDEN=1 in the environment, look
/// at the difference and at the pages, and commit them.
/// </summary>
public sealed class GoldenDocumentTests
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    [Theory]
    [InlineData("full")]
    [InlineData("minimal")]
    [InlineData("ongoing")]
    [InlineData("manual")]
    [InlineData("degradation")]
    [InlineData("data-loss")]
    [InlineData("security")]
    [InlineData("near-miss")]
    [InlineData("false-alarm")]
    [InlineData("open")]
    [InlineData("partial")]
    [InlineData("disputed")]
    [InlineData("followed")]
    [InlineData("hostile")]
    public void A_document_is_as_it_was(string name)
    {
        var document = GoldenDocuments.Render(name);
        var folder = RepositoryRoot.File("tests", "Operator.Tests", "Rendering", "Golden", name);
        var files = Files(document);
        if (Update)
        {
            Write(folder, files);
        }

        Assert.Equal(files.Keys.Order(), Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order());
        foreach (var (file, content) in files)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(folder, file)), content);
        }
    }

    [Fact]
    public void The_same_inputs_give_the_same_bytes() =>
        Assert.Equivalent(GoldenDocuments.Render("full"), GoldenDocuments.Render("full"), strict: true);

    private static Dictionary<string, string> Files(RenderedDocument document)
    {
        var files = document.Charts.ToDictionary(c => c.FileName, c => c.Svg);
        files["postmortem.md"] = document.Markdown;
        files["postmortem.html"] = document.Html;
        return files;
    }

    private static void Write(string folder, Dictionary<string, string> files)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (var (file, content) in files)
        {
            File.WriteAllText(Path.Combine(folder, file), content);
        }
    }
}
