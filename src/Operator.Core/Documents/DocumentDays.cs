using System.Globalization;

namespace Operator.Core.Documents;

/// <summary>The days that a document names of itself. Never "now": the same facts always give the same document.</summary>
internal static class DocumentDays
{
    /// <summary>The day of publication: what a person states, else what the operator did; null before it.</summary>
    public static string? Published(DocumentContext context) =>
        context.Spec.Review?.PublishedOn is { } stated ? stated.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : context.Options.PublishedAt is { } at ? context.Clock.Date(at)
        : null;

    /// <summary>The day of the newest fact about the incident.</summary>
    public static string? FactsUpTo(DocumentContext context) => Facts(context) is { } newest ? context.Clock.Date(newest) : null;

    /// <summary>The day from which what people promise counts: that of publication, else the first on which it can have been written.</summary>
    public static string? Written(DocumentContext context) =>
        Published(context) ?? (Sequences.Latest(Facts(context), Created(context)) is { } first ? context.Clock.Date(first) : null);

    /// <summary>The day on which something in the document last changed: a fact, an approval, an action item, or what people wrote.</summary>
    public static string? LastChanged(DocumentContext context)
    {
        var latest = Facts(context);
        latest = Sequences.Latest(latest, (context.Spec.Review?.Reviewers ?? []).Latest(r => r.ApprovedAt));
        foreach (var item in context.FollowUp.ActionItems)
        {
            latest = Sequences.Latest(latest, item.Deciding is { OrEarlier: not true } said ? said.Time : null);
        }

        latest = Sequences.Latest(latest, context.Options.PublishedAt);
        latest = Sequences.Latest(latest, context.Options.ChangedAt);
        latest = Sequences.Latest(latest, Created(context));
        var day = latest is { } changed ? context.Clock.Date(changed) : null;
        return string.CompareOrdinal(Published(context), day) > 0 ? Published(context) : day;
    }

    private static DateTimeOffset? Created(DocumentContext context) =>
        context.PostMortem.Metadata.CreationTimestamp is { } created ? new DateTimeOffset(created.ToUniversalTime()) : null;

    private static DateTimeOffset? Facts(DocumentContext context)
    {
        var latest = context.Report.Timestamps.Latest(t => t.Time);
        latest = Sequences.Latest(latest, context.Report.Timeline.Latest(e => e.At));
        latest = Sequences.Latest(latest, context.Spec.Communication.Latest(c => c.At));
        latest = Sequences.Latest(latest, context.Evidence is { Source: not null } evidence ? evidence.CollectedAt : null);
        return Sequences.Latest(latest, context.Ongoing ? context.Report.AsOf : null);
    }
}
