using System.Diagnostics;

namespace Operator.Tests.TestData;

/// <summary>Waits for a condition of something outside, with a bound.</summary>
public static class Poll
{
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? bound = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < (bound ?? TimeSpan.FromSeconds(60)), $"waited in vain until {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
