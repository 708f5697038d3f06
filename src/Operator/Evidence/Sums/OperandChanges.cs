using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>
/// Looks at the operands of a difference: where the series of one end and others begin (le="1" becomes le="1.0"), or it has none for a while, and
/// those of another go on, the difference holds what was not counted in between.
/// </summary>
/// <param name="operands">The selectors of its operands; one alone is no difference.</param>
/// <param name="window">Where it is looked at.</param>
internal sealed class OperandChanges(IReadOnlyList<string> operands, TimeRange window)
{
    // A pod that is replaced is not another identity of all.
    private const double Nearly = 0.9;

    private readonly IReadOnlyList<string> _selectors = operands.Count > 1 ? operands : [];
    private readonly IReadOnlyList<double> _ago = SurveyReader.PlacesIn(window);

    /// <summary>What to ask, beside other figures.</summary>
    public IEnumerable<string> Figures() => _selectors.SelectMany((selector, i) => _ago.SelectMany((ago, place) => new[]
    {
        PromQL.Figure(There(i, place), $"count({SurveyReader.Present(selector, ago)})"),
        PromQL.Figure(New(i, place), place + 1 < _ago.Count ? $"count({SurveyReader.Present(selector, ago)} unless {SurveyReader.Present(selector, _ago[place + 1])})" : "vector(0)"),
    }));

    /// <summary>The operand whose series were replaced while those of another went on; null when there is none.</summary>
    public string? Replaced(FigureSet found) => Find((i, place) => place + 1 < _ago.Count && IsThere(found, i, place) && IsThere(found, i, place + 1) && IsNew(found, i, place), found);

    /// <summary>The operand that has no series in a part of the window in which another has; null when there is none.</summary>
    public string? Missing(FigureSet found) => Find((i, place) => !IsThere(found, i, place), found);

    private static string There(int operand, int place) => $"operand {operand} at {place}";

    private static string New(int operand, int place) => $"operand {operand} new at {place}";

    private static bool IsThere(FigureSet found, int operand, int place) => found[There(operand, place)] > 0;

    private static bool IsNew(FigureSet found, int operand, int place) => found[New(operand, place)] >= Nearly * found[There(operand, place)];

    private string? Find(Func<int, int, bool> changes, FigureSet found)
    {
        for (var place = 0; place < _ago.Count; place++)
        {
            for (var i = 0; i < _selectors.Count; i++)
            {
                if (changes(i, place) && Enumerable.Range(0, _selectors.Count).Any(other => IsThere(found, other, place) && !changes(other, place)))
                {
                    return _selectors[i];
                }
            }
        }

        return null;
    }
}
