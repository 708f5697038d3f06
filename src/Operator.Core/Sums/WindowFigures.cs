namespace Operator.Core.Sums;

/// <summary>The figures of a stretch by its steps and slices.</summary>
public readonly record struct WindowFigures
{
    /// <summary>Seconds about which nothing was asked yet.</summary>
    public required double UnknownSeconds { get; init; }

    /// <summary>Seconds for which there is data.</summary>
    public required double CoveredSeconds { get; init; }

    /// <summary>The sum of error ratio times seconds.</summary>
    public required double ErrorRatioSeconds { get; init; }

    /// <summary>At least so many seconds of bad slices.</summary>
    public required double LeastBadSeconds { get; init; }

    /// <summary>At most so many.</summary>
    public required double MostBadSeconds { get; init; }

    /// <summary>Whether all of the stretch was asked about; less than a second is what rounding leaves.</summary>
    public bool IsComplete => UnknownSeconds < 1;
}
