using System.Globalization;
using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.FollowUp;

namespace Operator.Core.Documents;

/// <summary>The action items in three bands of priority.</summary>
internal static class ActionItemsSection
{
    public static IReadOnlyList<ActionItemBand> Build(DocumentContext context) => context.FollowUp.ActionItems.Count == 0 ? [] :
    [
        Band(context, ActionItemPriority.High, "within 1 week"),
        Band(context, ActionItemPriority.Medium, "within 1 month"),
        Band(context, ActionItemPriority.Low, "within 3 months"),
    ];

    private static ActionItemBand Band(DocumentContext context, ActionItemPriority priority, string within) => new()
    {
        Priority = priority.ToString(),
        Within = within,
        Items = [.. context.FollowUp.ActionItems.Where(i => i.Spec.Priority == priority).Select(i => Item(context.Clock, i))],
    };

    private static ActionItemModel Item(LocalClock clock, ActionItemReport item) => new()
    {
        Id = MarkdownText.Escape(item.Spec.Id),
        Title = MarkdownText.Line(item.Spec.Title, links: true),
        Owner = DocumentModelBuilder.Line(item.Spec.Owner),
        DueDate = item.DueDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        SuccessCriteria = DocumentModelBuilder.Line(item.Spec.SuccessCriteria),
        Type = item.Spec.Type?.ToString(),
        Ticket = (item.Spec.Url ?? item.Issue?.Url) is { } url ? MarkdownLink.Bare(url) : null,
        Query = MarkdownText.Code(item.Spec.Verify?.Query) is { Length: > 0 } query ? query : null,
        QueryFor = DocumentModelBuilder.Line(item.Spec.Verify?.For),
        State = item.State.ToString(),
        Progress = Progress(clock, item),
        Done = item.IsDone,
        Overdue = item.Overdue,
    };

    private static string Original(ActionItemReport item) =>
        item is { Deciding.Source: StatementSource.Issue, Issue.DuplicateOf: { } original } && MarkdownLink.Bare(original) is { } link ? $", a duplicate of {link}" : "";

    private static string? Progress(LocalClock clock, ActionItemReport item)
    {
        if (item is not { State: not FollowedState.Open, Deciding: { } deciding })
        {
            return null;
        }

        // What is older than the operator's first look has no date that is known.
        var date = clock.Date(deciding.Time);
        var (on, since, decided) = deciding.OrEarlier == true ? ("", "", "") : ($" {date}", $" since {date}", $", decided {date}");
        var by = DocumentModelBuilder.Line(deciding.By) is { } person ? $" by {person}" : "";
        return item.State switch
        {
            FollowedState.InProgress => $"in progress{since}{by}",
            FollowedState.Done => $"✅ done{on}{by}",
            FollowedState.WontDo => $"🚫 will not be done{decided}{by}{Original(item)}",
            FollowedState.Verified => item.CompletedAt is { } completed && clock.Date(completed) is var done && done != date ? $"✅ verified {date}, done {done}" : $"✅ verified {date}",
            _ => $"⚠️ **regressed {date}**, was verified {clock.Date(item.Verification!.Status.VerifiedAt!.Value)}",
        };
    }
}
