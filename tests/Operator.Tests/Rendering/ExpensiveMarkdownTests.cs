using Operator.Api;
using Operator.Rendering.Templates;
using Operator.Testing;
using Operator.Tests.Cli;

namespace Operator.Tests.Rendering;

/// <summary>
/// Whatever people write, a document takes bounded time and never ends the process: text that is too expensive to read as Markdown
/// is shown as it is, and a template that makes such text is refused for good.
/// </summary>
public sealed class ExpensiveMarkdownTests
{
    // Far more than any of them takes, and far less than one that is not bounded.
    private const int Timeout = 600_000;

    private const int FieldLength = 60_000;

    public static TheoryData<string> Kinds => [.. ExpensiveMarkdown.Names];

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Kinds))]
    public Task A_field_of_any_text_is_shown(string kind) => Task.Run(() =>
    {
        var text = ExpensiveMarkdown.Text(kind, FieldLength);

        var document = Rendered.Document(With(text), SampleIncident.Evidence());

        Assert.Contains("## Review & Sign-off", document.Markdown);
        Assert.Contains("<h2 id=\"review-sign-off\">", document.Html);
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Kinds))]
    public Task A_template_of_any_text_is_rendered_or_refused_for_good(string kind) => Task.Run(() =>
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "custom.md.scriban"), ExpensiveMarkdown.Text(kind, FieldLength));
        var resource = SampleIncident.Resource();
        resource = resource with { Spec = resource.Spec with { Template = new TemplateSpec { Name = "custom" } } };

        try
        {
            Assert.EndsWith("</html>\n", Rendered.Document(resource, SampleIncident.Evidence(), templates: folder.Path).Html);
        }
        catch (TemplateException error)
        {
            Assert.True(error.IsTerminal);
            Assert.Equal(Reasons.TemplateInvalid, error.Reason);
            Assert.StartsWith("template custom: the Markdown that it makes ", error.Message);
        }
    }, TestContext.Current.CancellationToken);

    private static PostMortem With(string text)
    {
        var resource = SampleIncident.Resource();
        var spec = resource.Spec;
        return resource with
        {
            Spec = spec with
            {
                Summary = new SummarySpec { Incident = text, Impact = text, RootCause = text, Resolution = text, Prevention = text },
                Impact = spec.Impact! with { UserExperience = text },
                Analysis = spec.Analysis! with { WhatHappened = text, RootCause = text },
                Resolution = new ResolutionSpec { ImmediateFix = text, Validation = text },
            },
        };
    }
}
