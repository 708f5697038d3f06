namespace Operator.Benchmarks.CommandLine;

/// <summary>From the shell's point of view: the whole process that renders the full sample, against a process that does nothing.</summary>
internal static class RenderBenchmark
{
    private const double Limit = 6;
    private const int Rounds = 40;
    private const int Warmup = 5;

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var programs = await PublishedPrograms.CreateAsync(cancellationToken);
        string[] render = ["render", Repository.FullSample, "--evidence", Repository.FullSampleEvidence];
        var samples = await Interleaved.RunAsync(
            Rounds,
            Warmup,
            cancellationToken,
            () => ChildProcess.RunAsync(programs.Operator, render, cancellationToken),
            () => ChildProcess.RunAsync(programs.Empty, [], cancellationToken),
            () => ChildProcess.RunAsync(programs.EmptyReadyToRun, [], cancellationToken),
            () => ChildProcess.RunAsync(programs.Operator, ["--version"], cancellationToken));

        var verdict = new Verdict(Console.Out);
        verdict.Figure("render of the full sample, median", samples[0].Median, "ms");
        verdict.Figure("empty program, median", samples[1].Median, "ms");
        verdict.Figure("empty program, ReadyToRun, median", samples[2].Median, "ms");
        verdict.Figure("Operator --version, median", samples[3].Median, "ms");
        verdict.AtMost("ratio of the medians", samples[0].Median / samples[1].Median, Limit, "");
        verdict.Figure("ratio of the minima", samples[0].Minimum / samples[1].Minimum, "");
        return verdict.Passed;
    }
}
