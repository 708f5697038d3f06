using Operator.Core.Documents;

namespace Operator.Rendering.Html;

/// <summary>Finds the chart that a picture's URL names.</summary>
internal static class ChartHtml
{
    public static SloChart? Find(IReadOnlyList<SloChart> charts, string? url) =>
        charts.FirstOrDefault(c => string.Equals(c.FileName, url, StringComparison.Ordinal));
}
