using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Rendering.Templates;
using Operator.Testing;

namespace Operator.Tests.Rendering;

public sealed class HostileTemplateTests
{
    private static readonly Core.Documents.Model.DocumentModel Model = DocumentModelBuilder.Build(
        SampleIncident.Resource(),
        IncidentReportBuilder.Build(SampleIncident.Resource(), SampleIncident.Evidence(), SampleIncident.CollectedAt),
        FollowUpBuilder.Build(SampleIncident.Spec(), SampleIncident.CollectedAt),
        SampleIncident.Evidence(),
        Rendered.Options);

    public static TheoryData<string> Endless => new(
        "{{ while true }}{{ end }}",
        "{{ while true }}x{{ end }}",
        "{{ for i in 1..1000000000 }}x{{ end }}",
        "{{ for i in 1..2000 }}{{ for j in 1..2000 }}{{ for k in 1..2000 }}{{ end }}{{ end }}{{ end }}",
        "{{ func f; f; end; f }}",
        "{{ func f; ret f + f; end; f }}",
        "{{ x = 'a' }}{{ for i in 1..100 }}{{ x = x + x }}{{ end }}",
        "{{ x = 'aaaaaaaaaa' }}{{ for i in 1..1000 }}{{ x = x * 1000 }}{{ end }}",
        "{{ 'a' * 2000000000 }}",
        "{{ '' | string.pad_left 2000000000 }}",
        "{{ '' | string.pad_right 2000000000 }}",
        "{{ (1..1000000000) | array.join ',' }}",
        "{{ (1..1000000000) | array.size | math.plus (1..1000000000 | array.sort | array.size) }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex.match '^(a+)+$' }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex.replace '(a|aa)+$' 'b' }}",
        new string('(', 20_000) + "1" + new string(')', 20_000),
        "{{ " + new string('(', 20_000) + "1" + new string(')', 20_000) + " }}",
        "{{ " + string.Concat(Enumerable.Repeat("if true ", 5_000)) + " }}",
        "{{ a = {}; a.b = a; a }}",
        "{{ a = [1]; for i in 1..60; a = [a, a]; end; a }}",
        "{{ for i in 1..2000 }}{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' * 1000 }}{{ end }}");

    public static TheoryData<string> Escapes => new(
        "{{ include '/etc/passwd' }}",
        "{{ include 'default' }}",
        "{{ include_join ['a'] ',' }}",
        "{{ object.eval '1 + 1' }}",
        "{{ '1 + 1' | object.eval_template }}",
        "{{ header | object.to_json }}",
        "{{ '{}' | object.from_json }}",
        "{{ date.now }}",
        "{{ math.random 1 2 }}",
        "{{ math.uuid }}",
        "{{ header.get_type }}",
        "{{ header.title.length }}",
        "{{ string.upcase = 1 }}",
        "{{ nobody_defined_this }}",
        "{{ header.no_such_field }}",
        "{{ null.x }}");

    [Theory]
    [MemberData(nameof(Endless))]
    public void A_template_that_takes_too_much_ends_with_an_error_or_with_bounded_text(string template)
    {
        try
        {
            Assert.InRange(Render(template).Length, 0, TemplateLimits.Output);
        }
        catch (TemplateException error)
        {
            AssertPlaced(error);
        }
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public void A_template_reaches_nothing_but_the_model_and_pure_functions(string template) =>
        AssertPlaced(Assert.Throws<TemplateException>(() => Render(template)));

    [Fact]
    public void An_error_names_template_line_column_and_cause()
    {
        var error = Assert.Throws<TemplateException>(() => Render("# fine\n{{ header.title }}\n  {{ header.titel }}"));

        Assert.Equal((3, Reasons.TemplateInvalid, "custom"), (error.Line, error.Reason, error.Template));
        Assert.InRange(error.Column, 6, 20);
        Assert.StartsWith("template custom, line 3, column ", error.Message);
        Assert.True(error.IsTerminal);
    }

    [Fact]
    public void A_syntax_error_names_its_line() => Assert.Equal(2, Assert.Throws<TemplateException>(() => Render("a\n{{ if }}")).Line);

    [Fact]
    public void A_template_cannot_change_what_the_next_one_sees()
    {
        Render("{{ header.title = 'x'; timeline = null }}");

        Assert.Equal("Email service outage", Render("{{ header.title }}"));
    }

    [Fact]
    public void Pure_functions_are_there() =>
        Assert.Equal("EMAIL SERVICE OUTAGE 1, 2", Render("{{ header.title | string.upcase }} {{ [1, 2] | array.join ', ' }}"));

    private static string Render(string template) => new TemplateRenderer(TimeProvider.System).Render(new TemplateSource("custom", template), Model).Single().Markdown;

    private static void AssertPlaced(TemplateException error)
    {
        Assert.Equal(Reasons.TemplateInvalid, error.Reason);
        Assert.True(error.Line > 0 && error.Column > 0, error.Message);
    }
}
