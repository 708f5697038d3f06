using Operator.Api;
using Operator.Core.Documents.Model;

namespace Operator.Core.Documents;

/// <summary>Parts that a form has only when somebody fills them: roles, communication, and sections of the incident's own.</summary>
internal static class OwnSections
{
    /// <summary>Null when nobody is named.</summary>
    public static RolesModel? Roles(PostMortemSpec spec) => spec.Roles is not { } roles ? null : new RolesModel
    {
        IncidentCommander = DocumentModelBuilder.Line(roles.IncidentCommander),
        Communications = DocumentModelBuilder.Line(roles.Communications),
        Scribe = DocumentModelBuilder.Line(roles.Scribe),
        Responders = DocumentModelBuilder.Lines(roles.Responders),
    };

    public static IReadOnlyList<CommunicationModel> Communication(DocumentContext context) =>
    [
        .. context.Spec.Communication
            .Select(c => new Told(Incidents.StatedMoment.Of(c.At, c.Precision, context.Spec.TimeZone), c))
            .InOrder((a, b) => a.Moment.Position.CompareTo(b.Moment.Position))
            .Select(t => new CommunicationModel
            {
                Time = context.Clock.Brief(t.Moment.Position, t.Moment.Precision),
                Message = MarkdownText.Line(t.Spec.Message, links: true),
                Audience = DocumentModelBuilder.Line(t.Spec.Audience),
                Link = t.Spec.Link is { } link ? MarkdownLink.Bare(link) : null,
            }),
    ];

    public static IReadOnlyList<OwnSectionModel> Sections(PostMortemSpec spec) =>
        [.. spec.Sections.Select(s => new OwnSectionModel { Title = MarkdownText.Line(s.Title), Body = new AuthorMarkdown(s.Body), After = s.After })];

    private sealed record Told(Incidents.StatedMoment Moment, CommunicationSpec Spec);
}
