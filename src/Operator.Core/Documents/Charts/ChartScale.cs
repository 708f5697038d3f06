namespace Operator.Core.Documents.Charts;

/// <summary>A plot's vertical axis: which value stands where.</summary>
/// <param name="Top">Where the highest value stands.</param>
/// <param name="Height">From the highest value to the lowest.</param>
/// <param name="Lowest">The lowest value.</param>
/// <param name="Highest">The highest value, above the lowest.</param>
internal sealed record ChartScale(double Top, double Height, double Lowest, double Highest)
{
    public double Bottom => Top + Height;

    public double Y(double value) => Bottom - (Height * (Math.Clamp(value, Lowest, Highest) - Lowest) / (Highest - Lowest));
}
