using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Documents.Model;
using Scriban.Runtime;

namespace Operator.Rendering.Templates;

/// <summary>The parts of the form that are there only when somebody fills them, as templates see them.</summary>
internal static class TemplateFormObject
{
    private static readonly Place[] Places =
    [
        new(SectionPlace.Summary, "summary"),
        new(SectionPlace.Details, "details"),
        new(SectionPlace.Timeline, "timeline"),
        new(SectionPlace.Analysis, "analysis"),
        new(SectionPlace.Impact, "impact"),
        new(SectionPlace.Resolution, "resolution"),
        new(SectionPlace.ActionItems, "action_items"),
        new(SectionPlace.LessonsLearned, "lessons_learned"),
        new(SectionPlace.Prevention, "prevention"),
        new(SectionPlace.References, "references"),
    ];

    public static ScriptObject? Roles(RolesModel? roles) => roles is null ? null : new(StringComparer.Ordinal)
    {
        ["incident_commander"] = roles.IncidentCommander,
        ["communications"] = roles.Communications,
        ["scribe"] = roles.Scribe,
        ["responders"] = TemplateModelObject.List(roles.Responders),
    };

    public static ScriptObject Communication(CommunicationModel told) => new(StringComparer.Ordinal)
    {
        ["time"] = told.Time,
        ["message"] = told.Message,
        ["audience"] = told.Audience,
        ["link"] = told.Link,
    };

    public static ScriptObject? Data(DataModel? data) => data is null ? null : new(StringComparer.Ordinal)
    {
        ["heading"] = data.Heading,
        ["lost"] = Item(data.Lost),
        ["corrupted"] = Item(data.Corrupted),
        ["exposed"] = Item(data.Exposed),
        ["period_label"] = data.PeriodLabel,
        ["period"] = data.Period,
        ["response"] = data.Response,
        ["recovered"] = Item(data.Recovered),
        ["searched"] = Item(data.Searched),
    };

    public static ScriptObject Phase(ImpactPhaseModel phase) => new(StringComparer.Ordinal)
    {
        ["from"] = phase.From,
        ["to"] = phase.To,
        ["length"] = phase.Length,
        ["what"] = phase.What,
    };

    public static ScriptObject Chain(WhyChainModel chain) => new(StringComparer.Ordinal)
    {
        ["title"] = chain.Title,
        ["steps"] = TemplateModelObject.List(chain.Steps, Why),
    };

    public static ScriptObject Why(WhyModel why) => new(StringComparer.Ordinal) { ["number"] = why.Number, ["why"] = why.Why, ["because"] = why.Because };

    /// <summary>The sections of the incident's own, by the section that they follow.</summary>
    public static ScriptObject Sections(IReadOnlyList<OwnSectionModel> sections)
    {
        var places = new ScriptObject(StringComparer.Ordinal);
        foreach (var place in Places)
        {
            places[place.Name] = TemplateModelObject.List(
                [.. sections.Where(s => s.After == place.After)],
                s => new ScriptObject(StringComparer.Ordinal) { ["title"] = s.Title, ["body"] = AuthorMarkdownRenderer.Block(s.Body) });
        }

        return places;
    }

    /// <summary>Markdown in an item of a list.</summary>
    public static string? Item(AuthorMarkdown? markdown) => markdown is null ? null : AuthorMarkdownRenderer.Inline(markdown, indent: 2).TrimEnd('\n');

    /// <summary>Markdown below a row of a table: a quotation, so that it is seen to belong to the row.</summary>
    public static string? Quotation(AuthorMarkdown? markdown) => markdown is null ? null : AuthorMarkdownRenderer.Quote(markdown);

    private sealed record Place(SectionPlace After, string Name);
}
