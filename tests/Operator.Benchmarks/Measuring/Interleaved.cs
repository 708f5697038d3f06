using System.Diagnostics;

namespace Operator.Benchmarks;

/// <summary>
/// Measures several things in turns, so that whatever else the machine does meets all of them alike and their ratio holds.
/// </summary>
internal static class Interleaved
{
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
