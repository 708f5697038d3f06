using System.Diagnostics;

namespace Operator.Benchmarks;

/// <summary>
/// Measures several things in turns, so that whatever else the machine does meets all of them alike and their ratio holds.
/// </summary>
internal static class Interleaved
{
    /// <summary>
    /// Microseconds of processor time of one run of each action, in their order. For work that waits for nothing: what other
    /// processes take from the machine does not count, and garbage collection does.
    /// </summary>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="batch">How often it runs in one measurement, so that the clock's grain does not matter.</param>
    /// <param name="warmup">How many batches of each run before.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <param name="actions">What to measure.</param>
    public static Samples[] Processor(int rounds, int batch, int warmup, CancellationToken cancellationToken, params Action[] actions)
    {
        var samples = actions.Select(_ => new Samples()).ToArray();
        for (var round = -warmup; round < rounds; round++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var start = Environment.CpuUsage.TotalTime;
                for (var n = 0; n < batch; n++)
                {
                    actions[i]();
                }

                if (round >= 0)
                {
                    samples[i].Add((Environment.CpuUsage.TotalTime - start).TotalMicroseconds / batch);
                }
            }
        }

        return samples;
    }

    /// <summary>What each action costs, in their order, whose work is done by processes that have ended when it is over.</summary>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="warmup">How often each is run before.</param>
    /// <param name="cancellationToken">Stops between two actions.</param>
    /// <param name="actions">What to measure.</param>
    public static async Task<ProcessCost[]> ProcessesAsync(int rounds, int warmup, CancellationToken cancellationToken, params Func<Task>[] actions)
    {
        var costs = actions.Select(_ => new ProcessCost()).ToArray();
        for (var round = -warmup; round < rounds; round++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (start, before) = (Stopwatch.GetTimestamp(), ChildProcess.EndedProcessorTime);
                await actions[i]();
                if (round >= 0)
                {
                    costs[i].Clock.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    costs[i].Total += (ChildProcess.EndedProcessorTime - before).TotalMilliseconds;
                }
            }
        }

        return costs;
    }

    /// <summary>Milliseconds of each action, in their order.</summary>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="warmup">How often each is run before.</param>
    /// <param name="cancellationToken">Stops between two actions.</param>
    /// <param name="actions">What to measure.</param>
    public static async Task<Samples[]> RunAsync(int rounds, int warmup, CancellationToken cancellationToken, params Func<Task>[] actions)
    {
        var samples = actions.Select(_ => new Samples()).ToArray();
        for (var round = -warmup; round < rounds; round++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var start = Stopwatch.GetTimestamp();
                await actions[i]();
                if (round >= 0)
                {
                    samples[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        return samples;
    }
}
