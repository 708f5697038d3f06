using System.Text.RegularExpressions;
using Operator.Core.Documents;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Rendering.Templates;
using Operator.Testing;
using Operator.Tests.Architecture;
using Scriban.Runtime;

namespace Operator.Tests.Rendering;

/// <summary>What templates see, and what their authors are told.</summary>
public sealed class TemplateDocumentationTests
{
    [Fact]
    public void Every_member_that_templates_see_is_documented()
    {
        var resource = Rendered.Sample("full.yaml");
        var evidence = SampleIncident.Evidence();
        var report = IncidentReportBuilder.Build(resource, evidence, evidence.CollectedAt);
        var model = TemplateModelObject.From(DocumentModelBuilder.Build(resource, report, FollowUpBuilder.Build(resource.Spec, evidence.CollectedAt), evidence, new DocumentOptions()));
        var text = File.ReadAllText(RepositoryRoot.File("docs", "templates.md"));

        var names = Names(model).Distinct(StringComparer.Ordinal).ToList();
        Assert.InRange(names.Count, 60, 500);
        var undocumented = names.Where(n => !Regex.IsMatch(text, $@"[`.]{Regex.Escape(n)}(\[\])?[`.]", RegexOptions.None, TimeSpan.FromSeconds(1))).ToList();
        Assert.True(undocumented.Count == 0, string.Join(", ", undocumented));
    }

    private static IEnumerable<string> Names(object? value) => value switch
    {
        ScriptObject o => o.SelectMany(member => Names(member.Value).Prepend(member.Key)),
        ScriptArray list => list.SelectMany(Names),
        _ => [],
    };
}
