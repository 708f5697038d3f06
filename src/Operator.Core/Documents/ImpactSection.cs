using Operator.Core.Documents.Model;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>Whom the incident hurt and what it cost.</summary>
internal static class ImpactSection
{
    public static ImpactModel Build(DocumentContext context)
    {
        var (impact, spec) = (context.Report.Impact, context.Spec.Impact);
        return new ImpactModel
        {
            AffectedUsers = impact.AffectedUsers is { } users ? FigureText.Count(users) + Share(impact) : null,
            FailedRequests = FailedRequests(impact),
            UserExperience = DocumentModelBuilder.Markdown(spec?.UserExperience),
            RevenueLoss = RevenueLoss(impact),
            SlaBreach = SlaBreach(context),
            CustomerComplaints = spec?.CustomerComplaints is { } complaints ? FigureText.Count(complaints) : null,
            None = ImpactPhrases.IsNone(context) ? ImpactPhrases.None : null,
            Customers = DocumentModelBuilder.Markdown(spec?.Customers),
            Scope = DocumentModelBuilder.Markdown(spec?.Scope),
            Measures = [.. (spec?.Measures ?? []).Select(ImpactPhrases.Measure)],
            Phases = [.. (context.Report.ImpactDuration?.Phases ?? []).Select(p => Phase(context, p))],
            Messages = [.. impact.Messages.Select(m => context.Message(m, capital: true))],
        };
    }

    private static ImpactPhaseModel Phase(DocumentContext context, ImpactPhase phase) => new()
    {
        From = context.Clock.Brief(phase.From.Position, phase.From.Precision),
        To = phase.To is { } to ? context.Clock.Brief(to.Position, to.Precision) : ImpactPhrases.IsOpen(context, phase) ? null : Words.NotKnown,
        Length = ImpactPhrases.Length(context, phase),
        What = MarkdownText.Line(phase.What, links: true),
    };

    /// <summary>Such as "500 users affected (25% of 2,000)".</summary>
    public static string? Users(ImpactReport impact)
    {
        if (impact.AffectedUsers is not { } users)
        {
            return null;
        }

        return $"{(users == 0 ? "no" : FigureText.Count(users))} {(users == 1 ? "user" : "users")} affected{Share(impact)}";
    }

    /// <summary>Such as "1,350 failed requests".</summary>
    public static string? Requests(ImpactReport impact) =>
        impact.FailedRequests is { } failed ? $"{(failed == 0 ? "no" : FigureText.Count(failed))} failed {(failed == 1 ? "request" : "requests")}" : null;

    private static string Share(ImpactReport impact) => impact is { AffectedUsersPercent: { } percent, TotalUsers: { } total }
        ? $" ({FigureText.Share(percent)} of {FigureText.Count(total)})"
        : "";

    private static string? FailedRequests(ImpactReport impact)
    {
        var source = impact.FailedRequestsSource is { Length: > 0 } from ? $" ({MarkdownText.Escape(from)})" : "";
        return impact.FailedRequests is { } failed ? FigureText.Count(failed) + source : null;
    }

    private static string? RevenueLoss(ImpactReport impact)
    {
        if (impact.RevenueLoss is not { } loss)
        {
            return null;
        }

        var basis = impact.PerFailedRequest is { } price && impact.FailedRequests is { } failed
            ? $"{FigureText.Count(failed)} failed {(failed == 1 ? "request" : "requests")} at {FigureText.Price(price, loss.Currency)} each"
            : "stated";
        return loss.Amount == 0 && !ImpactPhrases.IsTiny(impact) ? $"None ({basis})" : $"{Words.Capital(ImpactPhrases.Amount(impact, loss))}{(impact.PerFailedRequest is null ? "" : " estimated")} ({basis})";
    }

    private static string SlaBreach(DocumentContext context)
    {
        var stated = context.Report.Slos.Where(s => s.SlaPercent is not null).ToList();
        return stated.Count == 0
            ? "Not applicable: no SLA is stated"
            : Words.Capital(string.Join("; ", stated.Select(s => Sla(context, s, named: context.Report.Slos.Count > 1))));
    }

    private static string Sla(DocumentContext context, SloReport slo, bool named)
    {
        var name = named ? $" for {MarkdownText.Escape(slo.Name)}" : "";
        var target = slo.SlaPercent!.Value;
        if (slo is not { SlaBreached: { } breached, SliWindowPercent: { } level })
        {
            return $"not known{name}: the indicator over the window could not be computed (SLA {FigureText.Target(target)})";
        }

        return $"{(breached ? "yes" : "no")}{name}: {FigureText.Level(level, target)} over {SloSection.Window(context, slo)}, SLA {FigureText.Target(target)}";
    }
}
