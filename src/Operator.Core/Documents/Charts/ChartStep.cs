namespace Operator.Core.Documents.Charts;

/// <summary>A value that holds over a stretch.</summary>
/// <param name="From">Where the stretch begins in the picture.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Y">How high the value stands.</param>
internal readonly record struct ChartStep(double From, double To, double Y)
{
    private const double Near = 0.01;

    /// <summary>Puts steps that touch into one line each.</summary>
    public static IReadOnlyList<IReadOnlyList<ChartStep>> Lines(IEnumerable<ChartStep> steps)
    {
        var lines = new List<List<ChartStep>>();
        foreach (var step in steps)
        {
            if (lines is [.., [.., var last] line] && step.From - last.To < Near)
            {
                line.Add(step);
            }
            else
            {
                lines.Add([step]);
            }
        }

        return lines;
    }
}
