using System.Globalization;

namespace Operator.Benchmarks;

/// <summary>Prints figures against their limits and remembers whether one was missed.</summary>
internal sealed class Verdict(TextWriter output)
{
    public bool Passed { get; private set; } = true;

    public void Figure(string name, double value, string unit) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-58} {value,12:#,0.00} {unit}"));

    public void AtMost(string name, double value, double limit, string unit) => Judge(name, value, limit, unit, value <= limit, "at most");

    public void AtLeast(string name, double value, double limit, string unit) => Judge(name, value, limit, unit, value >= limit, "at least");

    public void Requires(string name, bool holds)
    {
        Passed &= holds;
        output.WriteLine($"  {name,-58} {(holds ? "yes" : "NO"),12}");
    }

    private void Judge(string name, double value, double limit, string unit, bool holds, string relation)
    {
        Passed &= holds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-58} {value,12:#,0.00} {unit,-10} {relation} {limit:#,0.##}{(holds ? "" : "   MISSED")}"));
    }
}
