using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>What was summed up in one collection, by expression and moment: objectives that ask the same share the answer.</summary>
internal sealed class StepCache
{
    private readonly Dictionary<(string Expression, long Step), Dictionary<long, double?>> _known = [];

    public bool Holds(SumTerm term, StepGrid grid)
    {
        if (!_known.TryGetValue(Key(term, grid), out var values))
        {
            return false;
        }

        for (var i = 0; i < grid.Count; i++)
        {
            if (!values.ContainsKey(EndOf(grid, i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes an answer; a step without a value has no data.</summary>
    public void Add(SumTerm term, StepGrid grid, IReadOnlyDictionary<long, double> answer)
    {
        if (!_known.TryGetValue(Key(term, grid), out var values))
        {
            _known[Key(term, grid)] = values = [];
        }

        for (var i = 0; i < grid.Count; i++)
        {
            var end = EndOf(grid, i);
            values[end] = answer.TryGetValue(end, out var value) ? value : null;
        }
    }

    /// <summary>The values of steps that are all held, oldest first.</summary>
    public double?[] Read(SumTerm term, StepGrid grid)
    {
        var values = _known[Key(term, grid)];
        var read = new double?[grid.Count];
        for (var i = 0; i < grid.Count; i++)
        {
            read[i] = values[EndOf(grid, i)];
        }

        return read;
    }

    private static (string, long) Key(SumTerm term, StepGrid grid) => (term.Over(grid.StepSeconds), (long)Math.Round(grid.StepSeconds * 1000));

    private static long EndOf(StepGrid grid, int index) => grid.FirstEnd.AddSeconds(index * grid.StepSeconds).ToUnixTimeMilliseconds();
}
