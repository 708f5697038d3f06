using System.Globalization;
using Operator.Api;

namespace Operator.Core.Documents;

/// <summary>The days that a document names of itself. Never "now": the same facts always give the same document.</summary>
internal static class DocumentDays
{
    /// <summary>The day of publication: what a person states, else what the operator did; null before it.</summary>
    public static DocumentDay? Published(DocumentContext context) =>
        context.Spec.Review?.PublishedOn is { } stated ? new(stated, stated.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        : context.Options.PublishedAt is { } at ? Day(context, new(at))
        : null;

    /// <summary>The day of the newest fact about the incident.</summary>
    public static DocumentDay? FactsUpTo(DocumentContext context) => Day(context, Facts(context));

    /// <summary>The day from which what people promise counts: that of publication, else the first on which it can have been written.</summary>
    public static DocumentDay? Written(DocumentContext context) => Published(context) ?? Day(context, Later(Facts(context), Created(context)));

    /// <summary>The day on which something in the document last changed: a fact, an approval, an action item, or what people wrote.</summary>
    public static DocumentDay? LastChanged(DocumentContext context)
    {
        var latest = Sequences.Latest((context.Spec.Review?.Reviewers ?? []).Latest(r => r.ApprovedAt), Created(context));
        foreach (var item in context.FollowUp.ActionItems)
        {
            latest = Sequences.Latest(latest, item.Deciding is { OrEarlier: not true } said ? said.Time : null);
        }

        latest = Sequences.Latest(latest, context.Options.PublishedAt);
        latest = Sequences.Latest(latest, context.Options.ChangedAt);
        var (published, day) = (Published(context), Day(context, Later(Facts(context), latest)));
        return published?.Day > day?.Day ? published : day ?? published;
    }

    private static DocumentDay? Day(DocumentContext context, Known? known) =>
        known is not { } at ? null : new(context.Clock.Day(at.Time), context.Clock.Date(at.Time, at.Precision));

    private static Known? Later(Known? fact, DateTimeOffset? exact) => exact is { } time && !(fact?.Time > time) ? new(time) : fact;

    private static DateTimeOffset? Created(DocumentContext context) =>
        context.PostMortem.Metadata.CreationTimestamp is { } created ? new DateTimeOffset(created.ToUniversalTime()) : null;

    private static Known? Facts(DocumentContext context)
    {
        var latest = context.Report.Timestamps.Select(t => new Known(t.Time, t.Precision))
            .Concat(context.Report.Timeline.Select(e => new Known(e.At, e.Precision)))
            .Concat(context.Spec.Communication.Select(c => new Known(c.At, c.Precision)))
            .InOrder((a, b) => b.Time.CompareTo(a.Time) is var time and not 0 ? time : a.Precision.CompareTo(b.Precision)).FirstOrDefault();
        latest = Later(latest, context.Evidence is { Source: not null } evidence ? evidence.CollectedAt : null);
        return Later(latest, context.Ongoing ? context.Report.AsOf : null);
    }

    private sealed record Known(DateTimeOffset Time, TimePrecision Precision = TimePrecision.Second);
}

/// <summary>A day that a document names.</summary>
/// <param name="Day">The first that it can be.</param>
/// <param name="Text">As exactly as it is known: 2025-12-14, December 2025, 2025.</param>
internal sealed record DocumentDay(DateOnly Day, string Text);
