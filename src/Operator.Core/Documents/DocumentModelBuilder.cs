using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Evidence;
using Operator.Core.FollowUp;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>Turns an incident's figures and what people wrote about it into what a template may say. Pure.</summary>
public static class DocumentModelBuilder
{
    /// <summary>The version of the document's form, shown in its footer.</summary>
    public const string TemplateVersion = "1.0";

    /// <summary>Builds the model.</summary>
    /// <param name="postMortem">What people wrote.</param>
    /// <param name="report">The figures.</param>
    /// <param name="followUp">How far people have come.</param>
    /// <param name="evidence">What the figures come from; null when nothing was read.</param>
    /// <param name="options">Links, phase and digest.</param>
    public static DocumentModel Build(PostMortem postMortem, IncidentReport report, FollowUpReport followUp, IncidentEvidence? evidence, DocumentOptions options)
    {
        ArgumentNullException.ThrowIfNull(postMortem);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(followUp);
        ArgumentNullException.ThrowIfNull(options);
        var context = new DocumentContext(postMortem, report, followUp, evidence, options);
        var spec = postMortem.Spec;
        var impact = ImpactSection.Build(context);
        return new DocumentModel
        {
            Header = HeaderSection.Header(context),
            Notices = HeaderSection.Notices(context),
            Summary = SummarySection.Build(context),
            Contradictions = ContradictionsSection.Build(context),
            Severity = HeaderSection.Severity(context),
            Detection = DetectionSection.Build(context),
            Timeline = TimelineSection.Build(context),
            Durations = DurationPhrases.All(context),
            DurationSources = TimelineSection.Sources(context),
            Analysis = Analysis(spec.Analysis),
            Impact = impact,
            Data = DataSection.Build(context),
            Roles = OwnSections.Roles(spec),
            Communication = OwnSections.Communication(context),
            Sections = OwnSections.Sections(spec),
            MissingSections = followUp.MissingSections,
            Slos = [.. report.Slos.Select((slo, i) => SloSection.Build(context, slo, i))],
            Resolution = new ResolutionModel
            {
                ImmediateFix = Markdown(spec.Resolution?.ImmediateFix),
                Validation = Markdown(spec.Resolution?.Validation),
            },
            ActionItems = ActionItemsSection.Build(context),
            NoActionItems = followUp.ActionItems.Count == 0 ? Line(spec.NoActionItems) : null,
            Lessons = new LessonsModel
            {
                WentWell = Lines(spec.LessonsLearned?.WentWell),
                DidntGoWell = Lines(spec.LessonsLearned?.DidntGoWell),
                GotLucky = Lines(spec.LessonsLearned?.GotLucky),
                SurprisingFindings = Lines(spec.LessonsLearned?.SurprisingFindings),
            },
            Prevention = PreventionSection.Build(context),
            References = ReferencesSection.Build(context),
            Review = ReviewSection.Build(context),
            Evidence = EvidenceSection.Build(context),
            Footer = new FooterModel { TemplateVersion = TemplateVersion, TakenOverFrom = context.Options.AdoptedFrom is { } from ? MarkdownText.Code(from) : null, FactsUpTo = DocumentDays.FactsUpTo(context)?.Text, LastChanged = DocumentDays.LastChanged(context)?.Text },
        };
    }

    internal static AuthorMarkdown? Markdown(string? text) => string.IsNullOrWhiteSpace(text) ? null : new AuthorMarkdown(text);

    /// <summary>A line that is no heading, so that addresses in it are links; null when nothing is visible in it.</summary>
    internal static string? Line(string? text) => MarkdownText.Line(text, links: true) is { Length: > 0 } line ? line : null;

    internal static IReadOnlyList<string> Lines(IReadOnlyList<string>? texts) =>
        texts is null ? [] : [.. texts.Select(Line).OfType<string>()];

    private static AnalysisModel Analysis(AnalysisSpec? analysis) => new()
    {
        WhatHappened = Markdown(analysis?.WhatHappened),
        Trigger = Markdown(analysis?.Trigger),
        FiveWhys = Chain(analysis?.FiveWhys),
        Whys = [.. (analysis?.Whys ?? []).Select(c => new WhyChainModel { Title = MarkdownText.Line(c.Title), Steps = Chain(c.Steps) })],
        RootCauses = Lines(analysis?.RootCauses),
        RootCause = Markdown(analysis?.RootCause),
        ContributingFactors = Lines(analysis?.ContributingFactors),
    };

    private static IReadOnlyList<WhyModel> Chain(IReadOnlyList<WhySpec>? steps) => [.. (steps ?? []).Select((w, i) => new WhyModel
    {
        Number = i + 1,
        Why = MarkdownText.Line(w.Why, links: true),
        Because = Line(w.Because),
    })];
}
