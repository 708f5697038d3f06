using Operator.Tests.Evidence.Alerts;

namespace Operator.Tests.Evidence.Field;

/// <summary>One set of figures with which each kind of field case is tried.</summary>
/// <param name="Index">What its series carry in their label variant.</param>
/// <param name="Interval">Seconds between two scrapes.</param>
/// <param name="Length">How long the incident lasts, in seconds.</param>
/// <param name="PerSecond">Events a second.</param>
/// <param name="Ratio">The share that fails in the incident.</param>
/// <param name="Days">The budget's window.</param>
/// <param name="Range">The range of its recorded ratio, in seconds.</param>
internal sealed record FieldVariant(int Index, int Interval, int Length, double PerSecond, double Ratio, int Days, int Range)
{
    public const double Objective = 99;

    /// <summary>The case itself, and three others.</summary>
    public static readonly FieldVariant[] All =
    [
        new(0, 15, 720, 10, 0.1, 7, 300),
        new(1, 30, 1500, 40, 0.02, 3, 600),
        new(2, 60, 3600, 5, 0.5, 7, 1800),
        new(3, 10, 420, 200, 0.004, 1, 120),
    ];

    public DateTimeOffset Start => AlertHistory.S;

    public DateTimeOffset End => AlertHistory.S.AddSeconds(Length);

    public double Events => PerSecond * Length;

    public double Failures => Events * Ratio;

    public double WindowSeconds => Days * 86_400;

    /// <summary>What the incident consumes of the budget, in percent.</summary>
    public double Consumed => 100 * Failures / (0.01 * PerSecond * WindowSeconds);

    /// <summary>All events up to a moment, in seconds from S.</summary>
    public double Total(double at) => PerSecond * (at + WindowSeconds + 7200);

    /// <summary>Failed events up to a moment.</summary>
    public double Errors(double at) => PerSecond * Ratio * Math.Clamp(at, 0, Length);
}
