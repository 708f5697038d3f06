using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// A real process is killed after each of its calls in turn, over a whole life. The call has its effect, its answer never arrives,
/// nothing later has an effect, and then the process is gone; another begins with nothing but what the API server has.
/// </summary>
public sealed class KilledProcessTests
{
    [Fact]
    public async Task Whatever_call_is_the_last_a_restarted_process_ends_in_the_same_state() =>
        Assert.EndsWith("deleted for good: nothing is left\n", await MortalLife.TryEachCallAsync(LiveAsync, 10, 80));

    private static async Task<(string State, string? LastCall)> LiveAsync(int? killAfter)
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        return await new MortalLife(Life.Acts(world), () => Life.StateAsync(world), () => world.StartOperatorProcess()).RunAsync(world, killAfter, onlyWrites: false);
    }
}
