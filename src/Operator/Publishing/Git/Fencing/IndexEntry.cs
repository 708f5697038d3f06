using System.Globalization;

namespace Operator.Publishing.Git.Fencing;

/// <summary>An action item that is overdue.</summary>
/// <param name="Due">Its due date.</param>
/// <param name="Item">ID and title, as Markdown on one line.</param>
/// <param name="Owner">The owner, as Markdown on one line.</param>
internal readonly record struct OverdueItem(DateOnly Due, string Item, string Owner);

/// <summary>What the index page says of a post-mortem. Texts are Markdown on one line.</summary>
/// <param name="Date">The day of the incident as far as it is known: 2025-12-14, 2025-12 or 2025; empty if it is not.</param>
/// <param name="Severity">The severity.</param>
/// <param name="Title">The title.</param>
/// <param name="Services">The services.</param>
/// <param name="Duration">How long it lasted; empty if that is not known.</param>
/// <param name="Budget">The share of the error budget that it used; empty if that is not known.</param>
/// <param name="OpenItems">How many action items are open.</param>
/// <param name="Overdue">Those that are overdue.</param>
internal sealed record IndexEntry(
    string Date, string Severity, string Title, string Services, string Duration, string Budget, int OpenItems, IReadOnlyList<OverdueItem> Overdue)
{
    /// <summary>All of it, to be compared.</summary>
    public string Text => string.Join('\0', [Date, Severity, Title, Services, Duration, Budget, OpenItems.ToString(CultureInfo.InvariantCulture), .. Overdue.Select(o => o.ToString())]);
}
