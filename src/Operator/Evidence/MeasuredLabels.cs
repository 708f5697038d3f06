using System.Globalization;
using System.Text.RegularExpressions;

namespace Operator.Evidence;

/// <summary>Labels that hold measured values: a number with or without a unit, such as <c>95.3</c>, <c>95 %</c> or <c>1.2 s</c>.</summary>
internal static partial class MeasuredLabels
{
    private const int FewestValues = 3;

    // Three at a time of more labels would be looked at for long, and nobody writes as many values into labels.
    private const int MostLabels = 8;

    // A ratio beside its percentage.
    private static readonly double[] Scales = [1, 100, 0.01];

    /// <summary>Each label with those that say the same less exactly: such a rounding changes too, only not as often.</summary>
    /// <param name="strands">The strands.</param>
    /// <param name="labels">Labels whose values change.</param>
    public static IEnumerable<IReadOnlyList<string>> WithRoundings(IReadOnlyList<AlertStrand> strands, IReadOnlyList<string> labels)
    {
        var numbers = labels.ToDictionary(l => l, l => Numbers(strands, l), StringComparer.Ordinal);
        foreach (var label in labels)
        {
            yield return numbers[label] is { } exact
                ? [label, .. labels.Where(other => other != label && numbers[other] is { } rounded && IsRounding(exact, rounded))]
                : [label];
        }
    }

    /// <summary>Sets of three labels, and of all, in which each holds a number.</summary>
    /// <param name="strands">The strands.</param>
    /// <param name="labels">Labels whose values change.</param>
    public static IEnumerable<IReadOnlyList<string>> Sets(IReadOnlyList<AlertStrand> strands, IReadOnlyList<string> labels)
    {
        List<string> measured = [.. labels.Where(l => Numbers(strands, l) is not null)];
        if (measured.Count is < 3 or > MostLabels)
        {
            yield break;
        }

        for (var i = 0; i < measured.Count; i++)
        {
            for (var j = i + 1; j < measured.Count; j++)
            {
                for (var k = j + 1; k < measured.Count; k++)
                {
                    yield return [measured[i], measured[j], measured[k]];
                }
            }
        }

        yield return measured;
    }

    // Null if a value is no number.
    private static Dictionary<AlertStrand, Measured>? Numbers(IReadOnlyList<AlertStrand> strands, string label)
    {
        Dictionary<AlertStrand, Measured> numbers = [];
        foreach (var strand in strands)
        {
            if (strand.Labels.TryGetValue(label, out var text))
            {
                if (Measured.Of(text) is not { } number)
                {
                    return null;
                }

                numbers[strand] = number;
            }
        }

        return numbers;
    }

    private static bool IsRounding(Dictionary<AlertStrand, Measured> exact, Dictionary<AlertStrand, Measured> rounded)
    {
        var both = exact.Where(e => rounded.ContainsKey(e.Key)).Select(e => (Exact: e.Value, Rounded: rounded[e.Key])).ToList();
        return both.Select(b => b.Exact.Value).Distinct().Count() >= FewestValues
            && both.Select(b => b.Exact.Value).Distinct().Count() > both.Select(b => b.Rounded.Value).Distinct().Count()
            && Scales.Any(scale => both.All(b => Math.Abs((b.Exact.Value * scale) - b.Rounded.Value) <= b.Rounded.Unit));
    }

    /// <param name="Value">The number, without its unit.</param>
    /// <param name="Unit">What its last digit counts.</param>
    private readonly partial record struct Measured(double Value, double Unit)
    {
        public static Measured? Of(string text) => Pattern().Match(text) is { Success: true } match
            ? new(double.Parse(match.Groups["number"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture), Math.Pow(10, (match.Groups["exponent"] is { Success: true } e ? int.Parse(e.ValueSpan, CultureInfo.InvariantCulture) : 0) - match.Groups["decimals"].Length))
            : null;

        // No digit after the unit: an address, a version or a duration of several units is no number.
        [GeneratedRegex(@"^(?<number>[-+]?[0-9]{1,18}(?:\.(?<decimals>[0-9]{1,18}))?(?:e(?<exponent>[-+][0-9]{1,2}))?)[^0-9.:]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Pattern();
    }
}
