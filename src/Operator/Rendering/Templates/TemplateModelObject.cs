using Operator.Core.Documents;
using Operator.Core.Documents.Model;
using Scriban.Runtime;

namespace Operator.Rendering.Templates;

/// <summary>
/// The model as templates see it. Written by hand, so that a template reaches these members and no others, the names are stable
/// when C# is refactored, and no time goes into reflection.
/// </summary>
internal static class TemplateModelObject
{
    public static ScriptObject From(DocumentModel model) => new(StringComparer.Ordinal)
    {
        ["header"] = Header(model.Header),
        ["notices"] = List(model.Notices),
        ["summary"] = Summary(model.Summary),
        ["contradictions"] = List(model.Contradictions, Contradiction),
        ["severity"] = new ScriptObject(StringComparer.Ordinal)
        {
            ["priority"] = model.Severity.Priority,
            ["services"] = List(model.Severity.Services),
            ["type"] = model.Severity.Type,
            ["customers"] = TemplateFormObject.Item(model.Severity.Customers),
            ["impact_duration"] = model.Severity.ImpactDuration,
            ["customer_impact"] = model.Severity.CustomerImpact,
            ["revenue_impact"] = model.Severity.RevenueImpact,
            ["duration"] = model.Severity.Duration,
        },
        ["detection"] = new ScriptObject(StringComparer.Ordinal)
        {
            ["alert_fired"] = model.Detection.AlertFired,
            ["alert_names"] = List(model.Detection.AlertNames),
            ["detected"] = model.Detection.Detected,
            ["method"] = model.Detection.Method,
            ["reported_by"] = model.Detection.ReportedBy,
            ["notes"] = TemplateFormObject.Item(model.Detection.Notes),
            ["time_to_detect"] = model.Detection.TimeToDetect,
            ["alerts"] = List(model.Detection.Alerts, Alert),
        },
        ["timeline"] = new ScriptObject(StringComparer.Ordinal)
        {
            ["zone"] = model.Timeline.Zone,
            ["clock_change"] = model.Timeline.ClockChange,
            ["entries"] = List(model.Timeline.Entries, Row),
            ["has_relative"] = model.Timeline.HasRelative,
            ["second_zone"] = model.Timeline.SecondZone,
            ["total"] = model.Timeline.Total,
        },
        ["durations"] = List(model.Durations, Duration),
        ["duration_sources"] = model.DurationSources,
        ["analysis"] = Analysis(model.Analysis),
        ["impact"] = Impact(model.Impact),
        ["data"] = TemplateFormObject.Data(model.Data),
        ["roles"] = TemplateFormObject.Roles(model.Roles),
        ["communication"] = List(model.Communication, TemplateFormObject.Communication),
        ["sections"] = TemplateFormObject.Sections(model.Sections),
        ["missing_sections"] = List(model.MissingSections),
        ["slos"] = List(model.Slos, TemplateSloObject.From),
        ["resolution"] = new ScriptObject(StringComparer.Ordinal)
        {
            ["immediate_fix"] = Block(model.Resolution.ImmediateFix),
            ["validation"] = Block(model.Resolution.Validation),
        },
        ["action_items"] = List(model.ActionItems, Band),
        ["no_action_items"] = model.NoActionItems,
        ["lessons"] = new ScriptObject(StringComparer.Ordinal)
        {
            ["went_well"] = List(model.Lessons.WentWell),
            ["didnt_go_well"] = List(model.Lessons.DidntGoWell),
            ["got_lucky"] = List(model.Lessons.GotLucky),
            ["surprising_findings"] = List(model.Lessons.SurprisingFindings),
            ["any"] = model.Lessons.Any,
        },
        ["prevention"] = new ScriptObject(StringComparer.Ordinal)
        {
            ["immediate"] = List(model.Prevention.Immediate),
            ["short_term"] = List(model.Prevention.ShortTerm),
            ["long_term"] = List(model.Prevention.LongTerm),
            ["as_of"] = model.Prevention.AsOf,
        },
        ["references"] = new ScriptObject(StringComparer.Ordinal)
        {
            ["incident"] = model.References.Incident,
            ["grafana"] = model.References.Grafana,
            ["prometheus_alerts"] = List(model.References.PrometheusAlerts),
            ["links"] = List(model.References.Links),
            ["related_incidents"] = List(model.References.RelatedIncidents),
        },
        ["review"] = new ScriptObject(StringComparer.Ordinal)
        {
            ["reviewers"] = List(model.Review.Reviewers, Reviewer),
            ["published"] = model.Review.Published,
            ["distribution"] = List(model.Review.Distribution),
        },
        ["evidence"] = TemplateEvidenceObject.From(model.Evidence),
        ["footer"] = new ScriptObject(StringComparer.Ordinal) { ["template_version"] = model.Footer.TemplateVersion, ["taken_over_from"] = model.Footer.TakenOverFrom, ["facts_up_to"] = model.Footer.FactsUpTo, ["last_changed"] = model.Footer.LastChanged },
    };

    internal static ScriptArray List(IReadOnlyList<string> items) => List(items, static item => item);

    internal static ScriptArray List<T>(IReadOnlyList<T> items, Func<T, object> map)
    {
        var result = new ScriptArray(items.Count);
        foreach (var item in items)
        {
            result.Add(map(item));
        }

        return result;
    }

    private static ScriptObject Header(HeaderModel header) => new(StringComparer.Ordinal)
    {
        ["title"] = header.Title,
        ["incident_id"] = header.IncidentId,
        ["date"] = header.Date,
        ["tags"] = List(header.Tags),
        ["blameless"] = header.Blameless,
        ["authors"] = List(header.Authors),
        ["reviewers"] = List(header.Reviewers),
        ["status"] = header.Status,
    };

    private static ScriptObject Summary(SummaryModel summary) => new(StringComparer.Ordinal)
    {
        ["incident"] = Inline(summary.Incident),
        ["impact"] = Inline(summary.Impact),
        ["customers"] = Inline(summary.Customers),
        ["computed_impact"] = summary.ComputedImpact,
        ["budget"] = summary.Budget,
        ["root_cause"] = Inline(summary.RootCause),
        ["resolution"] = Inline(summary.Resolution),
        ["prevention"] = Inline(summary.Prevention),
    };

    private static ScriptObject Contradiction(ContradictionModel found) => new(StringComparer.Ordinal)
    {
        ["fact"] = found.Fact,
        ["first"] = found.First,
        ["second"] = found.Second,
        ["difference"] = found.Difference,
        ["uncertainty"] = found.Uncertainty,
    };

    private static ScriptObject Alert(AlertModel alert) => new(StringComparer.Ordinal)
    {
        ["name"] = alert.Name,
        ["labels"] = List(alert.Labels),
        ["pending_at"] = alert.PendingAt,
        ["firing_at"] = alert.FiringAt,
        ["resolved_at"] = alert.ResolvedAt,
        ["note"] = alert.Note,
    };

    private static ScriptObject Row(TimelineRow row) => new(StringComparer.Ordinal)
    {
        ["time"] = row.Time,
        ["second_time"] = row.SecondTime,
        ["relative"] = row.Relative,
        ["emoji"] = row.Emoji,
        ["event"] = row.Event,
        ["actor"] = row.Actor,
        ["partial"] = row.Partial,
        ["details"] = TemplateFormObject.Quotation(row.Details),
        ["measured"] = row.Measured,
    };

    private static ScriptObject Duration(DurationModel duration) => new(StringComparer.Ordinal)
    {
        ["name"] = duration.Name,
        ["label"] = duration.Label,
        ["state"] = duration.State,
        ["state_text"] = duration.StateText,
        ["value"] = duration.Value,
        ["from"] = duration.From,
        ["to"] = duration.To,
        ["message"] = duration.Message,
    };

    private static ScriptObject Analysis(AnalysisModel analysis) => new(StringComparer.Ordinal)
    {
        ["what_happened"] = Block(analysis.WhatHappened),
        ["trigger"] = Block(analysis.Trigger),
        ["five_whys"] = List(analysis.FiveWhys, TemplateFormObject.Why),
        ["whys"] = List(analysis.Whys, TemplateFormObject.Chain),
        ["root_causes"] = List(analysis.RootCauses),
        ["root_cause"] = Inline(analysis.RootCause),
        ["contributing_factors"] = List(analysis.ContributingFactors),
    };

    private static ScriptObject Impact(ImpactModel impact) => new(StringComparer.Ordinal)
    {
        ["affected_users"] = impact.AffectedUsers,
        ["failed_requests"] = impact.FailedRequests,
        ["none"] = impact.None,
        ["customers"] = TemplateFormObject.Item(impact.Customers),
        ["scope"] = TemplateFormObject.Item(impact.Scope),
        ["measures"] = List(impact.Measures),
        ["phases"] = List(impact.Phases, TemplateFormObject.Phase),
        ["user_experience"] = TemplateFormObject.Item(impact.UserExperience),
        ["revenue_loss"] = impact.RevenueLoss,
        ["sla_breach"] = impact.SlaBreach,
        ["customer_complaints"] = impact.CustomerComplaints,
        ["messages"] = List(impact.Messages),
    };

    private static ScriptObject Band(ActionItemBand band) => new(StringComparer.Ordinal)
    {
        ["priority"] = band.Priority,
        ["within"] = band.Within,
        ["items"] = List(band.Items, Item),
    };

    private static ScriptObject Item(ActionItemModel item) => new(StringComparer.Ordinal)
    {
        ["id"] = item.Id,
        ["title"] = item.Title,
        ["owner"] = item.Owner,
        ["due_date"] = item.DueDate,
        ["success_criteria"] = item.SuccessCriteria,
        ["type"] = item.Type,
        ["ticket"] = item.Ticket,
        ["query"] = item.Query,
        ["query_for"] = item.QueryFor,
        ["state"] = item.State,
        ["progress"] = item.Progress,
        ["done"] = item.Done,
        ["overdue"] = item.Overdue,
    };

    private static ScriptObject Reviewer(ReviewerModel reviewer) => new(StringComparer.Ordinal)
    {
        ["name"] = reviewer.Name,
        ["handle"] = reviewer.Handle,
        ["scope"] = reviewer.Scope,
        ["approved"] = reviewer.Approved,
        ["approved_at"] = reviewer.ApprovedAt,
        ["older_than_figures"] = reviewer.IsOlderThanFigures,
        ["figures_changed_on"] = reviewer.FiguresChangedOn,
    };

    private static string? Inline(AuthorMarkdown? markdown) => markdown is null ? null : AuthorMarkdownRenderer.Inline(markdown);

    private static string? Block(AuthorMarkdown? markdown) => markdown is null ? null : AuthorMarkdownRenderer.Block(markdown);
}
