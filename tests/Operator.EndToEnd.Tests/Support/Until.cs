using System.Diagnostics;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>Waits for a condition of something outside, with a bound.</summary>
public static class Until
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

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
