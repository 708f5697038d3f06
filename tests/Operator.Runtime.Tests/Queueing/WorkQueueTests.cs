using Operator.Runtime.Queueing;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Queueing;

public sealed class WorkQueueTests
{
    private readonly VirtualTime _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() =>
        _queue = new WorkQueue<string>(new WorkQueueOptions { JitterShare = 0 }, _time, new Jitter(new Random(1)));

    [Fact]
    public void A_key_added_twice_is_handed_out_once()
    {
        _queue.Add("a");
        _queue.Add("a");

        Assert.Equal("a", Take());
        Assert.Equal(0, _queue.ReadyCount);
    }

    [Fact]
    public void A_key_added_while_a_worker_has_it_comes_back_when_the_worker_is_done()
    {
        _queue.Add("a");
        Take();
        _queue.Add("a");
        Assert.Equal(0, _queue.ReadyCount);

        _queue.Done("a");

        Assert.Equal("a", Take());
    }

    [Fact]
    public async Task A_waiting_worker_gets_the_next_key()
    {
        var waiting = _queue.GetAsync(default).AsTask();
        Assert.False(waiting.IsCompleted);

        _queue.Add("a");

        Assert.Equal("a", (await waiting)!.Value.Key);
    }

    [Fact]
    public async Task A_cancelled_worker_takes_no_key_with_it()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _queue.GetAsync(cancellation.Token).AsTask();
        cancellation.Cancel();
        _queue.Add("a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("a", Take());
    }

    [Fact]
    public void The_greatest_priority_goes_first_and_then_the_first_added()
    {
        _queue.Add("low 1", Priority.Background);
        _queue.Add("high 1");
        _queue.Add("low 2", Priority.Background);
        _queue.Add("high 2");

        Assert.Equal(["high 1", "high 2", "low 1", "low 2"], TakeAll());
    }

    [Fact]
    public void A_key_added_again_with_a_greater_priority_moves_up()
    {
        _queue.Add("a", Priority.Background);
        _queue.Add("b", Priority.Background);
        _queue.Add("b");

        Assert.Equal(["b", "a"], TakeAll());
    }

    [Fact]
    public void A_key_added_again_with_a_smaller_priority_stays_where_it_is()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("a", Priority.Background);

        Assert.Equal(["a", "b"], TakeAll());
    }

    [Fact]
    public void A_delayed_key_comes_when_it_is_due_and_not_before()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(0, _queue.ReadyCount);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("a", Take());
    }

    [Fact]
    public void Of_two_delays_the_earlier_wins()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _queue.AddAfter("a", TimeSpan.FromSeconds(5));
        _queue.AddAfter("a", TimeSpan.FromSeconds(20));

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a", Take());
        _queue.Done("a");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _queue.ReadyCount);
    }

    [Fact]
    public void An_add_overtakes_a_delay_and_keeps_its_priority()
    {
        _queue.Add("b");
        _queue.AddAfter("a", TimeSpan.FromHours(1), priority: 5);
        _queue.Add("a", Priority.Background);

        Assert.Equal(["a", "b"], TakeAll());
    }

    [Fact]
    public void A_delay_that_ends_while_a_worker_has_the_key_brings_it_back()
    {
        _queue.Add("a");
        Take();
        _queue.AddAfter("a", TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _queue.ReadyCount);

        _queue.Done("a");

        Assert.Equal("a", Take());
    }

    [Fact]
    public void The_back_off_doubles_from_750_ms_to_15_min_and_never_ends()
    {
        var waits = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var start = _time.Elapsed;
            _queue.AddRateLimited("a");
            Assert.True(_time.FireNext(TimeSpan.FromDays(100)));
            Assert.Equal("a", Take());
            _queue.Done("a");
            waits.Add((_time.Elapsed - start).TotalSeconds);
        }

        Assert.Equal([0.75, 1.5, 3, 6, 12, 24, 48, 96, 192, 384, 768, 900, 900], waits.Take(13));
        Assert.All(waits.Skip(13), wait => Assert.Equal(900, wait));
    }

    [Fact]
    public void Forget_starts_the_back_off_anew()
    {
        _queue.AddRateLimited("a");
        _queue.AddRateLimited("a");
        Assert.Equal(2, _queue.Failures("a"));

        _queue.Forget("a");

        Assert.Equal(0, _queue.Failures("a"));
    }

    [Fact]
    public async Task Shutdown_waits_for_keys_with_workers_and_drops_the_rest()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.AddAfter("c", TimeSpan.FromSeconds(1));
        Take();

        var drained = _queue.ShutDownAsync();
        Assert.False(drained.IsCompleted);
        Assert.Null(await _queue.GetAsync(default));
        _queue.Add("d");
        _queue.Done("a");

        await drained;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await _queue.GetAsync(default));
    }

    [Fact]
    public void A_key_given_back_that_nobody_has_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => _queue.Done("a"));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public void Impossible_back_offs_are_refused(int baseSeconds, int maxSeconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkQueue<string>(
            new WorkQueueOptions { BaseDelay = TimeSpan.FromSeconds(baseSeconds), MaxDelay = TimeSpan.FromSeconds(maxSeconds) },
            _time,
            new Jitter(new Random(1))));

    private string Take()
    {
        var item = _queue.GetAsync(default).AsTask();
        Assert.True(item.IsCompletedSuccessfully, "no key is ready");
        return item.Result!.Value.Key;
    }

    private List<string> TakeAll()
    {
        var keys = new List<string>();
        while (_queue.ReadyCount > 0)
        {
            keys.Add(Take());
        }

        return keys;
    }
}
