namespace Operator.Core.Reports;

/// <summary>How many events there were in a stretch of time, for the chart.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Total">All events per second.</param>
/// <param name="Errors">Failed events per second.</param>
public sealed record EventRate(DateTimeOffset Start, DateTimeOffset End, double Total, double Errors);
