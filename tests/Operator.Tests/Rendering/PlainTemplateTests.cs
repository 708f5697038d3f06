using CsCheck;
using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Documents.Model;
using Operator.Core.Evidence;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Rendering.Templates;
using Operator.Testing;
using Scriban;

namespace Operator.Tests.Rendering;

/// <summary>The built-in template is run without Scriban's evaluation, and must say what Scriban would have said.</summary>
public sealed class PlainTemplateTests
{
    private static readonly TemplateRenderer Renderer = new(TimeProvider.System);

    // The same text under another name is somebody's template.
    private static readonly TemplateSource Copy = new("copy", TemplateSource.Default.Text);

    [Theory]
    [InlineData("full")]
    [InlineData("minimal")]
    [InlineData("ongoing")]
    [InlineData("manual")]
    [InlineData("partial")]
    [InlineData("hostile")]
    public void It_says_what_Scriban_says(string name)
    {
        var (resource, evidence, now) = GoldenDocuments.Incident(name);

        AssertSame(Model(resource, evidence, now));
    }

    [Fact]
    public void It_says_what_Scriban_says_whatever_people_write() => PlainMarkdown.Specs.Sample(
        resource => AssertSame(Model(resource, SampleIncident.Evidence(), SampleIncident.CollectedAt)),
        iter: 500);

    [Fact]
    public void It_says_what_Scriban_says_where_lists_are_longer_or_empty()
    {
        var model = Model(SampleIncident.Resource(), SampleIncident.Evidence(), SampleIncident.CollectedAt);

        AssertSame(model with { Slos = [model.Slos[0], model.Slos[0] with { Chart = null, Messages = [], Budgets = [] }] });
        AssertSame(model with { Slos = [], Notices = ["a", "b"], ActionItems = [model.ActionItems[0] with { Items = [] }] });
        AssertSame(model with { Durations = [], Timeline = model.Timeline with { Entries = [], ClockChange = "a" }, Detection = model.Detection with { Alerts = [] } });
        AssertSame(model with { Evidence = model.Evidence with { Queries = [], Source = null }, Review = model.Review with { Reviewers = [], Distribution = [] } });
    }

    [Theory]
    [InlineData("{{ 'a' | string.upcase }}")]
    [InlineData("{{ while true }}{{ end }}")]
    [InlineData("{{ for i in 1..3 }}{{ end }}")]
    [InlineData("{{ for entry in timeline.entries reversed }}{{ end }}")]
    [InlineData("{{ func f; end }}")]
    [InlineData("{{ header['title'] }}")]
    [InlineData("{{ 1 + 1 }}")]
    [InlineData("{{ x += 1 }}")]
    [InlineData("  {{ header.title }}")]
    public void What_the_built_in_template_does_not_use_is_refused(string template) =>
        Assert.Throws<NotSupportedException>(() => new PlainTemplate(Template.Parse(template)));

    private static DocumentModel Model(PostMortem resource, IncidentEvidence? evidence, DateTimeOffset now) =>
        DocumentModelBuilder.Build(resource, IncidentReportBuilder.Build(resource, evidence, now), FollowUpBuilder.Build(resource.Spec, now), evidence, Rendered.Options);

    private static void AssertSame(DocumentModel model) =>
        Assert.Equal(Renderer.Render(Copy, model, TestContext.Current.CancellationToken), Renderer.Render(TemplateSource.Default, model, TestContext.Current.CancellationToken));
}
