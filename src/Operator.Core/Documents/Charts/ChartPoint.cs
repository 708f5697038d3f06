namespace Operator.Core.Documents.Charts;

/// <summary>A place in the picture.</summary>
internal sealed record ChartPoint(double X, double Y);
