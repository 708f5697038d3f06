namespace Operator.Benchmarks;

/// <summary>What runs of a process cost.</summary>
internal sealed class ProcessCost
{
    /// <summary>Milliseconds by the clock, of each run.</summary>
    public Samples Clock { get; } = new();

    /// <summary>Milliseconds of processor time, of all runs.</summary>
    public double Total { get; set; }

    /// <summary>Milliseconds of processor time of one run, on average: what other processes take from the machine does not count.</summary>
    public double Processor => Total / Clock.Count;
}
