using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.FollowUp;

namespace Operator.Core.Documents;

/// <summary>What keeps it from coming back. Where nobody writes it, the action items tell it: they are the same promises.</summary>
internal static class PreventionSection
{
    public static PreventionModel Build(DocumentContext context)
    {
        var stated = context.Spec.Prevention;
        var model = new PreventionModel
        {
            Immediate = DocumentModelBuilder.Lines(stated?.Immediate),
            ShortTerm = DocumentModelBuilder.Lines(stated?.ShortTerm),
            LongTerm = DocumentModelBuilder.Lines(stated?.LongTerm),
        };
        if (model.Immediate.Count + model.ShortTerm.Count + model.LongTerm.Count == 0)
        {
            var items = context.FollowUp.ActionItems;
            var written = DocumentDays.Written(context)?.Day;
            model = new PreventionModel
            {
                Immediate = [.. items.Where(i => i.IsDone).Select(Item)],
                ShortTerm = [.. items.Where(i => !i.Closed && IsSoon(i, written)).Select(Item)],
                LongTerm = [.. items.Where(i => !i.Closed && !IsSoon(i, written)).Select(Item)],
            };
        }

        // "This sprint" means nothing a year later without the day on which it was said.
        return model with { AsOf = model.ShortTerm.Count + model.LongTerm.Count > 0 ? DocumentDays.Written(context)?.Text : null };
    }

    // The day that people state says more than the priority, whose highest two are meant to be done within a month.
    private static bool IsSoon(ActionItemReport item, DateOnly? written) => item.DueDate is { } due && written is { } day
        ? due <= day.AddMonths(1)
        : item.Spec.Priority != ActionItemPriority.Low;

    private static string Item(ActionItemReport item) => $"{MarkdownText.Escape(item.Spec.Id)}: {MarkdownText.Line(item.Spec.Title, links: true)}";
}
