using Operator.EndToEnd.Tests.Support;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// A real process is killed after each of its calls in turn, over a whole life. The call has its effect, its answer never arrives,
/// nothing later has an effect, and then the process is gone; another begins with nothing but what the API server has.
/// </summary>
public sealed class KilledProcessTests
{
    private const int LivesAtOnce = 3;
    private const int FewestCalls = 10;
    private const int MostCalls = 80;

    // Two processes start within it, on a machine that does much else.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Whatever_call_is_the_last_a_restarted_process_ends_in_the_same_state()
    {
        var expected = await LiveAsync(killAfter: null);
        Assert.EndsWith("deleted for good: nothing is left\n", expected.State);
        var killed = 0;
        for (var first = 1; first <= MostCalls; first += LivesAtOnce)
        {
            var lives = await Task.WhenAll(Enumerable.Range(first, LivesAtOnce).Select(n => LiveAsync(n)));
            foreach (var (life, n) in lives.Select((life, i) => (life, first + i)))
            {
                Assert.True(expected.State == life.State, $"killed after call {n}, {life.LastCall}:\n{life.State}\ninstead of\n{expected.State}");
            }

            killed += lives.Count(l => l.LastCall is not null);
            if (lives.Any(l => l.LastCall is null))
            {
                // A life has no more calls than that.
                break;
            }
        }

        Assert.InRange(killed, FewestCalls, MostCalls - 1);
    }

    private static async Task<(string State, string? LastCall)> LiveAsync(int? killAfter)
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        var fault = new FaultAtCall(killAfter);
        world.Server.Faults = fault.DecideAsync;
        var process = world.StartOperatorProcess();
        try
        {
            var state = "";
            foreach (var act in Life.Acts(world))
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
                            process = world.StartOperatorProcess();
                        }

                        return !fault.IsCut && await act.IsDone();
                    },
                    () => $"{act.Name}, killed after call {killAfter}, {fault.LastCall}; log of the process:\n{process.Log}",
                    Bound);
                state += $"{act.Name}: {await Life.StateAsync(world)}\n";
            }

            return (state, fault.LastCall);
        }
        finally
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>Loses the answer of the n-th call that a process makes for a resource, and lets no later one through until it heals.</summary>
    private sealed class FaultAtCall(int? n)
    {
        private readonly Lock _gate = new();
        private int _calls;
        private bool _cut;
        private string? _lastCall;

        public bool IsCut
        {
            get
            {
                lock (_gate)
                {
                    return _cut;
                }
            }
        }

        public string? LastCall
        {
            get
            {
                lock (_gate)
                {
                    return _lastCall;
                }
            }
        }

        public void Heal()
        {
            lock (_gate)
            {
                _cut = false;
            }
        }

        public ValueTask<FaultOutcome> DecideAsync(RecordedRequest request, Microsoft.AspNetCore.Http.HttpContext http)
        {
            if (request.Agent != World.Operator)
            {
                return new ValueTask<FaultOutcome>(FaultOutcome.Continue);
            }

            lock (_gate)
            {
                if (_cut)
                {
                    http.Abort();
                    return new ValueTask<FaultOutcome>(FaultOutcome.Handled);
                }

                // Lists and watches change nothing: a process killed after one has done nothing yet.
                if (request.Verb is "list" or "watch" || ++_calls != n)
                {
                    return new ValueTask<FaultOutcome>(FaultOutcome.Continue);
                }

                _cut = true;
                _lastCall = $"{request.Verb} {request.Resource} {request.Name} {request.Subresource}";
                return new ValueTask<FaultOutcome>(FaultOutcome.LoseAnswer);
            }
        }
    }
}
