using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>Brings the values of terms into the form in which sums are kept.</summary>
internal static class StepSumsOf
{
    // More digits than a figure shows make evidence large and nothing better.
    private const int Digits = 7;

    /// <summary>The sums of an answer; null when it has none.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="errorsMayBeAbsent">Whether no value of errors means that nothing failed.</param>
    public static StepSums? Answer(StepAnswer answer, bool errorsMayBeAbsent = true)
    {
        if (answer.Grid is not { } grid)
        {
            return null;
        }

        var errors = answer.Values[IndicatorSums.Errors];
        var total = answer.Values.GetValueOrDefault(IndicatorSums.Total);
        return new StepSums
        {
            Start = grid.Start,
            StepSeconds = grid.StepSeconds,
            Errors = [.. errors.Select(Number)],
            Total = total is null ? [] : [.. total.Select((t, i) => errorsMayBeAbsent || errors[i] is not null ? Number(t) : null)],
            Unpaired = total is null || errorsMayBeAbsent || !total.Where((t, i) => t is not null && errors[i] is null).Any() ? null : [.. total.Select((t, i) => errors[i] is null ? Number(t) : null)],
        };
    }

    /// <summary>The sums of a ratio: where it is NaN, there was no traffic.</summary>
    public static StepSums? Ratio(StepAnswer answer) => answer.Grid is not { } grid ? null : new StepSums
    {
        Start = grid.Start,
        StepSeconds = grid.StepSeconds,
        Errors = [.. answer.Values[IndicatorSums.Errors].Select(v => v is { } ratio && double.IsNaN(ratio) ? 0 : Number(v))],
        Total = [.. answer.Values[IndicatorSums.Errors].Select(v => v is { } ratio ? double.IsNaN(ratio) ? 0 : 1 : (double?)null)],
    };

    // NaN and infinity spoil a step, not the window.
    private static double? Number(double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
        {
            return null;
        }

        if (number == 0)
        {
            return 0;
        }

        var scale = Math.Pow(10, Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(number))));
        return double.IsFinite(scale) ? Math.Round(number * scale) / scale : 0;
    }
}
