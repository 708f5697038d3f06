using Operator.Runtime.Client;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Client;

public sealed class RequestThrottleTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void A_burst_passes_at_once_and_then_the_rate_rules()
    {
        var throttle = new RequestThrottle(qps: 10, burst: 3, _time);
        var waits = Enumerable.Range(0, 6).Select(_ => throttle.WaitAsync(default).AsTask()).ToArray();
        Assert.Equal(3, Done());

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(4, Done());
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(6, Done());

        int Done() => waits.Count(w => w.IsCompleted);
    }

    [Fact]
    public void A_quiet_time_fills_the_bucket_to_the_burst_and_no_further()
    {
        var throttle = new RequestThrottle(qps: 10, burst: 3, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(3, Enumerable.Range(0, 5).Count(_ => throttle.WaitAsync(default).AsTask().IsCompleted));
    }

    [Fact]
    public async Task A_cancelled_wait_gives_its_token_back()
    {
        var throttle = new RequestThrottle(qps: 1, burst: 1, _time);
        await throttle.WaitAsync(default);
        using var cancellation = new CancellationTokenSource();
        var waiting = throttle.WaitAsync(cancellation.Token).AsTask();
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(throttle.WaitAsync(default).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public void Minus_one_turns_it_off()
    {
        var throttle = new RequestThrottle(qps: -1, burst: 1, _time);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(throttle.WaitAsync(default).AsTask().IsCompletedSuccessfully));
    }

    [Fact]
    public void A_pause_holds_even_an_unlimited_client_back_but_no_longer_than_half_a_minute()
    {
        var throttle = new RequestThrottle(qps: -1, burst: 1, _time);
        throttle.Pause(TimeSpan.FromHours(5));
        var waiting = throttle.WaitAsync(default).AsTask();

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(waiting.IsCompleted);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-2, 1)]
    [InlineData(5, 0)]
    public void Impossible_rates_are_refused(double qps, int burst) =>
        Assert.ThrowsAny<ArgumentException>(() => new KubeApiClientOptions { Qps = qps, Burst = burst }.Validate());
}
