namespace Operator.Core.Documents;

/// <summary>A chart of one objective, as the document carries it.</summary>
/// <param name="SloName">The objective's name.</param>
/// <param name="FileName">The file's name, "sli-" and the objective's name and ".svg".</param>
/// <param name="Svg">A whole SVG document.</param>
public sealed record SloChart(string SloName, string FileName, string Svg);
