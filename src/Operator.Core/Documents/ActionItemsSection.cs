using System.Globalization;
using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.FollowUp;

namespace Operator.Core.Documents;

/// <summary>The action items in three bands of priority.</summary>
internal static class ActionItemsSection
{
    public static IReadOnlyList<ActionItemBand> Build(IReadOnlyList<ActionItemReport> items) => items.Count == 0 ? [] :
    [
        Band(items, ActionItemPriority.High, "within 1 week"),
        Band(items, ActionItemPriority.Medium, "within 1 month"),
        Band(items, ActionItemPriority.Low, "within 3 months"),
    ];

    private static ActionItemBand Band(IReadOnlyList<ActionItemReport> items, ActionItemPriority priority, string within) => new()
    {
        Priority = priority.ToString(),
        Within = within,
        Items = [.. items.Where(i => i.Spec.Priority == priority).Select(Item)],
    };

    private static ActionItemModel Item(ActionItemReport item) => new()
    {
        Id = MarkdownText.Escape(item.Spec.Id),
        Title = MarkdownText.Line(item.Spec.Title),
        Owner = DocumentModelBuilder.Line(item.Spec.Owner),
        DueDate = item.DueDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        SuccessCriteria = DocumentModelBuilder.Line(item.Spec.SuccessCriteria),
        State = item.Spec.State.ToString(),
        Done = item.Spec.State == ActionItemState.Done,
        Overdue = item.Overdue,
    };
}
