namespace Operator.Core.Documents.Charts;

/// <summary>A place in the picture.</summary>
internal readonly record struct ChartPoint(double X, double Y);
