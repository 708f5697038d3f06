using System.Globalization;
using System.Text.Json;

namespace Operator.Prometheus;

/// <summary>Reads a sample's value as Go writes it.</summary>
internal static class SampleValue
{
    public static double Parse(string text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JsonException("a sample's value is not a number"),
    };
}
