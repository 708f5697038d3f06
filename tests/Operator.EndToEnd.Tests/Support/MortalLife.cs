using Operator.Testing.GitHub;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>A life that an operator goes through, however often it dies.</summary>
/// <param name="Acts">What happens.</param>
/// <param name="StateAsync">What must be the same after each act, whenever the operator died.</param>
/// <param name="Start">Starts an operator, which has nothing but what is outside of it.</param>
internal sealed record MortalLife(IEnumerable<Act> Acts, Func<Task<string>> StateAsync, Func<OperatorProcess> Start)
{
    private const int LivesAtOnce = 3;

    /// <summary>How long an act may take. Two processes start within it, on a machine that does much else.</summary>
    public TimeSpan Bound { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How many calls after it was killed the next process is, and so on; null for never.</summary>
    public int? Every { get; init; }

    /// <summary>A regular expression: after the first call that it matches a process is killed, too; null for none.</summary>
    public string? Also { get; init; }

    /// <summary>A server whose changes are calls, too; null for none.</summary>
    public FakeGitHub? GitHub { get; init; }

    /// <summary>Lives once without a fault, and once for each call, after which the process is killed; each must go as the first did.</summary>
    /// <param name="liveAsync">Lives, with the call after which the process is killed, or null; gives the states and the call.</param>
    /// <param name="fewestCalls">How many calls there are at least.</param>
    /// <param name="mostCalls">How many there are less than.</param>
    /// <returns>The states.</returns>
    public static async Task<string> TryEachCallAsync(Func<int?, Task<(string State, string? LastCall)>> liveAsync, int fewestCalls, int mostCalls)
    {
        var expected = (await liveAsync(null)).State;
        var killed = 0;
        for (var first = 1; first <= mostCalls; first += LivesAtOnce)
        {
            var lives = await Task.WhenAll(Enumerable.Range(first, LivesAtOnce).Select(n => liveAsync(n)));
            TestContext.Current.SendDiagnosticMessage("Lived {0} lives.", first + LivesAtOnce - 1);
            foreach (var (life, n) in lives.Select((life, i) => (life, first + i)))
            {
                Assert.True(expected == life.State, $"killed after call {n}, {life.LastCall}:\n{life.State}\ninstead of\n{expected}");
            }

            killed += lives.Count(l => l.LastCall is not null);
            if (lives.Any(l => l.LastCall is null))
            {
                // A life has no more calls than that.
                break;
            }
        }

        Assert.InRange(killed, fewestCalls, mostCalls - 1);
        return expected;
    }

    /// <summary>Lives once without a fault, and so often that each call is the last of some process: in the n-th life it is killed after the n-th call, and again after so many more.</summary>
    /// <param name="liveAsync">Lives, with the first call after which a process is killed, or null; gives the states and the calls.</param>
    /// <param name="every">How many calls later the next process is killed.</param>
    /// <returns>The states, and the calls.</returns>
    public static async Task<(string States, string Calls)> TryEachCallAsync(Func<int?, Task<(string State, string? LastCall)>> liveAsync, int every)
    {
        var expected = (await liveAsync(null)).State;
        var calls = "";
        foreach (var firsts in Enumerable.Range(1, every).Chunk(LivesAtOnce))
        {
            var lives = await Task.WhenAll(firsts.Select(n => liveAsync(n)));
            TestContext.Current.SendDiagnosticMessage("Lived {0} lives.", firsts[^1]);
            foreach (var (life, n) in lives.Zip(firsts))
            {
                Assert.True(expected == life.State, $"killed after each of {n}: {life.LastCall}:\n{life.State}\ninstead of\n{expected}");
                calls += $"{life.LastCall}\n";
            }
        }

        return (expected, calls);
    }

    /// <summary>Lives, with a process that is killed once, or from time to time, and followed by another.</summary>
    /// <param name="world">Where.</param>
    /// <param name="killAfter">The call after which it is killed; null for none.</param>
    /// <param name="onlyWrites">Whether only calls count that can change something.</param>
    /// <returns>The state after each act, and the call.</returns>
    public async Task<(string State, string? LastCall)> RunAsync(World world, int? killAfter, bool onlyWrites)
    {
        var fault = new FaultAtCall(killAfter, onlyWrites, Every, Also);
        world.Server.Faults = fault.DecideAsync;
        if (GitHub is not null)
        {
            GitHub.IsDown = () => fault.IsCut;
            GitHub.Cut = call => FakeGitHub.IsWrite(call) && fault.Loses($"{call.Method} {call.Path}");
        }

        var process = Start();
        try
        {
            var state = "";
            foreach (var act in Acts)
            {
                await act.Do();
                await Until.TrueAsync(
                    async () =>
                    {
                        if (fault.IsCut)
                        {
                            await process.KillAsync();
                            await process.DisposeAsync();
                            fault.Heal();
                            process = Start();
                        }

                        return !fault.IsCut && await act.IsDone();
                    },
                    () => $"{act.Name}, killed after call {killAfter}, {fault.LastCall}; log of the process:\n{process.Log}",
                    Bound);
                state += $"{act.Name}: {await StateAsync()}\n";
            }

            return (state, fault.LastCall);
        }
        finally
        {
            await process.DisposeAsync();
        }
    }
}
