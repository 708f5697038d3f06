using System.Diagnostics;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>Waits for a condition of something outside, with a bound.</summary>
public static class Until
{
    /// <summary>Longer than the shortest interval of the operator: a clock moved before the next round was scheduled leaves that interval to wait for.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? bound = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < (bound ?? Bound), $"waited in vain until {what()}");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }
}
