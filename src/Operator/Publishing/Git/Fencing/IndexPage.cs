using System.Globalization;
using System.Text.RegularExpressions;
using Operator.Rendering;

namespace Operator.Publishing.Git.Fencing;

/// <summary>
/// The index of a repository: overdue action items and all post-mortems, in a block of a page that people may write around. Each row names its
/// document, so that the rows of other documents, of other clusters too, stay as they are.
/// </summary>
internal sealed partial class IndexPage
{
    private const string Block = "index";
    private const string OverdueTitle = "## Overdue action items";
    private const string NewPage = "# Post-mortems\n\n";

    private static readonly string[] OverdueHead = ["| Due | Action item | Owner | Post-mortem |", "|---|---|---|---|"];
    private static readonly string[] AllHead = ["| Date | Severity | Post-mortem | Services | Duration | Budget used | Open action items |", "|---|---|---|---|---|---|---|"];

    private readonly List<string> _before;
    private readonly List<string> _after;
    private readonly string _lineEnd;
    private Dictionary<string, List<string>> _overdue = new(StringComparer.Ordinal);
    private Dictionary<string, string> _all = new(StringComparer.Ordinal);

    private IndexPage(List<string> before, List<string> after, string lineEnd) => (_before, _after, _lineEnd) = (before, after, lineEnd);

    /// <summary>Reads a page; one that does not exist is empty.</summary>
    /// <returns>Null if it has no block of the index: it is people's own.</returns>
    public static IndexPage? Parse(string? text)
    {
        if (text is null)
        {
            return new IndexPage([.. NewPage.TrimEnd('\n').Split('\n'), ""], [""], "");
        }

        List<string> lines = [.. text.Split('\n')];
        var markers = Markers(lines);
        var begin = markers.FindIndex(m => m is { Kind: Marker.Begin, Name: Block });
        var end = markers.FindIndex(Math.Max(begin, 0), m => m is { Kind: Marker.End, Name: Block });
        if (begin < 0 || end < 0)
        {
            return null;
        }

        var page = new IndexPage(lines[..begin], lines[(end + 1)..], lines[begin].EndsWith('\r') ? "\r" : "");
        foreach (var row in lines[begin..end].Select(l => l.TrimEnd('\r')))
        {
            if (PathOf(row) is not { } path)
            {
                continue;
            }

            if (Cells(row) == Cells(OverdueHead[0]))
            {
                (page._overdue.TryGetValue(path, out var rows) ? rows : page._overdue[path] = []).Add(row);
            }
            else
            {
                page._all.TryAdd(path, row);
            }
        }

        return page;
    }

    /// <summary>Takes over what is to be said of a document.</summary>
    /// <param name="path">The document, as seen from the page.</param>
    /// <param name="entry">What is said; null to remove it.</param>
    public void Set(string path, IndexEntry? entry)
    {
        _overdue.Remove(path);
        _all.Remove(path);
        if (entry is null)
        {
            return;
        }

        var link = $"[{Cell(entry.Title)}](<{path}>)";
        _overdue[path] = [.. entry.Overdue.Select(o => $"| {Day(o.Due)} | {Cell(o.Item)} | {Cell(o.Owner)} | {link} |")];
        _all[path] = $"| {entry.Date} | {Cell(entry.Severity)} | {link} | {Cell(entry.Services)} | {Cell(entry.Duration)} | {Cell(entry.Budget)} | {entry.OpenItems.ToString(CultureInfo.InvariantCulture)} |";
    }

    /// <summary>Drops what is said of documents that are not there any more.</summary>
    /// <param name="isThere">Whether a document is there, by its path as seen from the page.</param>
    public void Keep(Func<string, bool> isThere)
    {
        foreach (var path in _overdue.Keys.Union(_all.Keys, StringComparer.Ordinal).Where(p => !isThere(p)).ToList())
        {
            _overdue.Remove(path);
            _all.Remove(path);
        }
    }

    /// <summary>Takes over the rows of documents that this page does not list.</summary>
    public void Take(IndexPage other)
    {
        foreach (var (path, row) in other._all)
        {
            if (_all.TryAdd(path, row) && other._overdue.TryGetValue(path, out var overdue))
            {
                _overdue[path] = overdue;
            }
        }
    }

    /// <summary>Whether two pages say the same around the index. A page that does not exist has nothing of people.</summary>
    public static bool IsSameAround(string text, string? other) =>
        Parse(text) is { } one && Parse(other) is { } two && one._before.Select(Plain).SequenceEqual(two._before.Select(Plain), StringComparer.Ordinal) && one._after.Select(Plain).SequenceEqual(two._after.Select(Plain), StringComparer.Ordinal);

    /// <summary>The page with the index of another one.</summary>
    public static string Replace(string text, string other)
    {
        var (page, newer) = (Parse(text)!, Parse(other)!);
        (page._overdue, page._all) = (newer._overdue, newer._all);
        return page.Write();
    }

    /// <summary>The page: what is overdue longest first, then the newest post-mortems first, and at last those of which nobody knows when it was.</summary>
    public string Write()
    {
        string[] late = [.. _overdue.Values.SelectMany(r => r).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var all = _all.Values.OrderByDescending(r => r[..Math.Min(r.Length, 12)], StringComparer.Ordinal).ThenBy(r => r, StringComparer.Ordinal);
        string[] overdue = late.Length == 0 ? [] : [OverdueTitle, "", .. OverdueHead, .. late, ""];
        string[] lines = [.. overdue, "## All post-mortems", "", .. AllHead, .. all];
        OrderedDictionary<string, string> attributes = new(StringComparer.Ordinal) { ["version"] = Marker.Version, ["digest"] = NormalForm.Digest(lines) };
        string[] block = [new Marker(Marker.Begin, Block, attributes).ToString(), "", .. lines, "", Marker.EndOf(Block).ToString()];
        return string.Join('\n', [.. _before, .. block.Select(l => l + _lineEnd), .. _after]);
    }

    // Those in a code block are shown to readers.
    private static List<Marker?> Markers(List<string> lines)
    {
        List<Marker?> markers = [];
        var fences = default(FenceScanner);
        foreach (var line in lines)
        {
            markers.Add(fences.IsCode(line.TrimEnd('\r')) ? null : Marker.Parse(line));
        }

        return markers;
    }

    private static string? PathOf(string row) => row.StartsWith('|') && Link().Match(row) is { Success: true } link ? link.Groups["path"].Value : null;

    private static string Plain(string line) => line.TrimEnd('\r');

    private static int Cells(string row) => Separator().Count(row);

    private static string Cell(string markdown) => markdown.Replace("|", @"\|", StringComparison.Ordinal).Replace(@"\\|", @"\|", StringComparison.Ordinal);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\]\(<(?<path>[^<>]+)>\) \|", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Separator();
}
