using Operator.Api;
using Operator.Rendering.Templates;
using Operator.Testing;

namespace Operator.Tests.Rendering;

public sealed class TemplateCatalogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("templates").FullName;

    [Fact]
    public void A_custom_template_renders_by_its_name()
    {
        File.WriteAllText(Path.Combine(_directory, "short.md.scriban"), "# {{ header.title }}\n\n{{ for d in durations }}{{ d.name }}={{ d.value }};{{ end }}\n");
        var resource = SampleIncident.Resource();
        resource = resource with { Spec = resource.Spec with { Template = new TemplateSpec { Name = "short" } } };

        var document = Rendered.Document(resource, SampleIncident.Evidence(), templates: _directory);

        Assert.Equal("short", document.Template);
        Assert.StartsWith("# Email service outage\n\nTimeToDetect=2m 15s;", document.Markdown);
        Assert.Contains("<h1 id=\"email-service-outage\">Email service outage</h1>", document.Html);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("../short")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b")]
    [InlineData("Upper")]
    [InlineData("a.b")]
    [InlineData("-a")]
    [InlineData("short\n")]
    public void An_unknown_name_is_an_error_that_stays_in_the_directory(string name)
    {
        File.WriteAllText(Path.Combine(_directory, "short.md.scriban"), "x");

        var error = Assert.Throws<TemplateException>(() => new TemplateCatalog(_directory).Find(name));

        Assert.Equal(Reasons.TemplateUnknown, error.Reason);
    }

    [Fact]
    public void A_template_that_is_too_large_is_refused_unread()
    {
        File.WriteAllText(Path.Combine(_directory, "big.md.scriban"), new string('x', TemplateLimits.Source + 1));

        Assert.Equal(Reasons.TemplateInvalid, Assert.Throws<TemplateException>(() => new TemplateCatalog(_directory).Find("big")).Reason);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
