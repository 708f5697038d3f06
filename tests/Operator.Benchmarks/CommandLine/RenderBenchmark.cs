namespace Operator.Benchmarks.CommandLine;

/// <summary>From the shell's point of view: the whole process that renders the full sample, against a process that does nothing.</summary>
internal static class RenderBenchmark
{
    private const double Limit = 6;
    private const int Rounds = 40;
    private const int Warmup = 3;

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var programs = await PublishedPrograms.CreateAsync(cancellationToken);
        string[] render = ["render", Repository.FullSample, "--evidence", Repository.FullSampleEvidence];
        var costs = await Interleaved.ProcessesAsync(
            Rounds,
            Warmup,
            cancellationToken,
            () => ChildProcess.RunAsync(programs.Empty, [], cancellationToken),
            () => ChildProcess.RunAsync(programs.EmptyReadyToRun, [], cancellationToken),
            () => ChildProcess.RunAsync(programs.Shipped, render, cancellationToken),
            () => ChildProcess.RunAsync(programs.OneImage, render, cancellationToken),
            () => ChildProcess.RunAsync(programs.OnFramework, render, cancellationToken),
            () => ChildProcess.RunAsync(programs.Shipped, ["--version"], cancellationToken));
        var (empty, readyToRun, shipped, oneImage, onFramework, version) = (costs[0], costs[1], costs[2], costs[3], costs[4], costs[5]);

        var verdict = new Verdict(Console.Out);
        Print(verdict, "empty program", empty);
        Print(verdict, "empty program, ReadyToRun", readyToRun);
        Print(verdict, "render as shipped", shipped);
        Print(verdict, "render, ReadyToRun in one image with the framework", oneImage);
        Print(verdict, "render, ReadyToRun on the installed framework", onFramework);
        Print(verdict, "--version as shipped", version);
        verdict.Figure("methods compiled at run time, one image", await CompiledAsync(programs.OneImage, render, cancellationToken), "");
        verdict.Figure("methods compiled at run time, on the framework", await CompiledAsync(programs.OnFramework, render, cancellationToken), "");
        verdict.AtMost("ratio as shipped, processor time", shipped.Processor / empty.Processor, Limit, "");
        verdict.Figure("ratio as shipped, medians by the clock", shipped.Clock.Median / empty.Clock.Median, "");
        verdict.AtMost("ratio of one image, processor time", oneImage.Processor / empty.Processor, Limit, "");
        verdict.Figure("ratio of one image, medians by the clock", oneImage.Clock.Median / empty.Clock.Median, "");
        verdict.Figure("ratio on the framework, processor time", onFramework.Processor / empty.Processor, "");
        verdict.Figure("ratio on the framework, medians by the clock", onFramework.Clock.Median / empty.Clock.Median, "");
        return verdict.Passed;
    }

    private static void Print(Verdict verdict, string name, ProcessCost cost)
    {
        verdict.Figure($"{name}, processor time", cost.Processor, "ms");
        verdict.Figure($"{name}, median by the clock", cost.Clock.Median, "ms");
    }

    private static async Task<int> CompiledAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var list = Path.GetTempFileName();
        try
        {
            var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_JitStdOutFile"] = list, ["DOTNET_JitDisasmSummary"] = "1" };
            await using var child = new ChildProcess(program, arguments, environment: environment);
            await child.ExitCodeAsync(cancellationToken);
            return (await File.ReadAllLinesAsync(list, cancellationToken)).Length;
        }
        finally
        {
            File.Delete(list);
        }
    }
}
