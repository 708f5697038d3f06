namespace Operator.FollowUp;

/// <summary>How closely a query is looked at, by what its series are like.</summary>
/// <param name="IntervalSeconds">How far apart samples are.</param>
/// <param name="Series">How many series its selectors have.</param>
/// <param name="IsMeasured">Whether that is known; false while its series have no samples.</param>
internal sealed record QueryPlan(double IntervalSeconds, double Series, bool IsMeasured)
{
    /// <summary>What is assumed of series that are not there yet.</summary>
    public static readonly QueryPlan Unknown = new(30, 1, IsMeasured: false);

    private const int MostSteps = 10_000;
    private const int FewestSteps = 60;
    private const int MostInWindow = 4;

    /// <summary>A time without samples that is longer is a gap.</summary>
    public double WindowSeconds => 2 * IntervalSeconds;

    /// <summary>Whether so many samples of a selector within the window show that they are closer together than is planned for.</summary>
    public bool IsFinerThan(double samples) => samples >= (IsMeasured ? MostInWindow : 1);

    /// <summary>How many steps one request may have.</summary>
    /// <param name="points">How many points it may make the server hold.</param>
    /// <param name="selectors">How many selectors the query has.</param>
    public int Steps(long points, int selectors) => (int)Math.Clamp(points / Math.Max(1, Series * (1 + selectors)), FewestSteps, MostSteps);
}
