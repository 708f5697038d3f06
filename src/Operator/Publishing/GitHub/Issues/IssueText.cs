using System.Globalization;
using System.Text;
using Operator.Core;
using Operator.Core.Documents;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>What an issue says of an action item. Nobody is mentioned in it, and nothing referred to.</summary>
internal static class IssueText
{
    private const int LongestTitle = 200;

    /// <summary>The title.</summary>
    public static string Title(IssueRequest request) => ProposalText.Heading(Texts.Line(request.Item.Title, LongestTitle));

    /// <summary>The operator's part of the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="overdue">The day that was said to be over; empty for none.</param>
    public static IssuePart Part(IssueRequest request, string overdue)
    {
        var item = request.Item;
        var text = new StringBuilder();
        var title = MarkdownText.Line(request.Title);
        text.Append(CultureInfo.InvariantCulture, $"Action item {MarkdownText.Escape(item.Id)} of the post-mortem {(request.Link is { } link ? $"[{title}](<{link}>)" : $"**{title}**")}.\n\n");
        Row("Owner", MarkdownText.Line(item.Owner));
        Row("Due", item.DueDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Row("Priority", item.Priority.ToString());
        Row("Done when", MarkdownText.Line(item.SuccessCriteria));
        text.Append("\nClose this issue as completed when it is done, and as not planned when it will not be. The post-mortem follows it.");
        return IssuePart.Of(request.Subject, Title(request), text.ToString(), overdue);

        void Row(string name, string? value) => text.Append(string.IsNullOrEmpty(value) ? "" : $"- **{name}:** {value}\n");
    }

    /// <summary>The comment about a day that is over; it is written once, and found by its marker.</summary>
    public static string Overdue(IssueRequest request) =>
        $"{OverdueMarker}\n\nThis action item was due on {request.Item.DueDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} and is not done.";

    /// <summary>The first line of that comment.</summary>
    public const string OverdueMarker = "<!-- postmortem.dev/overdue -->";
}
