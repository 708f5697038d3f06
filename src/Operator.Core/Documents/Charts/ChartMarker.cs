namespace Operator.Core.Documents.Charts;

/// <summary>A moment of the incident: a line down the plots with a flag.</summary>
/// <param name="X">Where the line stands.</param>
/// <param name="Label">The flag's text.</param>
/// <param name="Style">The colour's class.</param>
/// <param name="Row">The flag's row; 0 is nearest to the plot.</param>
/// <param name="FliesLeft">Whether the flag stands to the left of its line.</param>
internal sealed record ChartMarker(double X, string Label, string Style, int Row, bool FliesLeft = false);
