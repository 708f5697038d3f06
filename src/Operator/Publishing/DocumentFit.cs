using Operator.Rendering;

namespace Operator.Publishing;

/// <summary>Makes the parts of a document fit a ConfigMap together. What is left out is said in what remains.</summary>
internal static class DocumentFit
{
    /// <summary>Leaves out charts first, which the page has inside, then the page; figures and Markdown stay.</summary>
    /// <param name="data">Keys and values.</param>
    /// <param name="maxBytes">What keys and values may be together, in UTF-8.</param>
    public static SortedDictionary<string, string> Fit(SortedDictionary<string, string> data, int maxBytes)
    {
        if (Fits(data, maxBytes))
        {
            return data;
        }

        var expendable = data.Keys.Where(IsChart).OrderByDescending(k => data[k].Length).ThenBy(k => k, StringComparer.Ordinal);
        var left = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var key in expendable.Append(ConfigMapPublisher.HtmlKey).Where(data.ContainsKey).ToList())
        {
            data.Remove(key);
            left.Add(key);
            if (Fits(data, maxBytes - Notice(left).Length))
            {
                break;
            }
        }

        if (data.TryGetValue(ConfigMapPublisher.MarkdownKey, out var markdown))
        {
            data[ConfigMapPublisher.MarkdownKey] = Notice(left) + markdown;
        }

        return data;
    }

    private static bool IsChart(string key) => key.EndsWith(".svg", StringComparison.Ordinal);

    private static string Notice(SortedSet<string> left) =>
        $"> **This document does not fit a ConfigMap (1 MiB).** Left out: {string.Join(", ", left)}.\n\n";

    private static bool Fits(SortedDictionary<string, string> data, int maxBytes) => Utf8Size.Fits([.. data.Keys, .. data.Values], maxBytes);
}
