using System.Collections.Concurrent;
using CsCheck;
using Operator.Runtime.Queueing;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Queueing;

public sealed class WorkQueueModelTests
{
    private static readonly Gen<(int Operation, int Key, int Priority, int Millis)[]> Operations =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 4], Gen.Int[-1, 1], Gen.Int[0, 5000]).Array[1, 80];

    [Fact]
    public void Any_sequence_of_operations_behaves_as_the_simple_model_does() => Operations.Sample(
        operations =>
        {
            var time = new VirtualTime();
            using var queue = new WorkQueue<int>(new WorkQueueOptions { JitterShare = 0 }, time, new Jitter(new Random(1)));
            var model = new QueueModel();
            foreach (var (operation, key, priority, millis) in operations)
            {
                Apply(queue, model, time, operation, key, priority, TimeSpan.FromMilliseconds(millis));
                Assert.Equal(model.Ready, queue.ReadyCount);
                Assert.Equal(model.Processing.Count, queue.ProcessingCount);
            }
        },
        iter: 20_000);

    [Fact]
    public async Task With_64_writers_no_key_is_ever_with_two_workers_and_no_event_is_lost()
    {
        const int Writers = 64, Workers = 8, Keys = 50, PerWriter = 2000;
        using var queue = new WorkQueue<int>(null, TimeProvider.System, Jitter.Create());
        var written = new int[Keys];
        var seen = new int[Keys];
        var active = new int[Keys];
        var violations = new ConcurrentQueue<string>();
        var workers = Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(new Random(writer)))));
        await PollAsync(() => queue is { ReadyCount: 0, ProcessingCount: 0 });
        await queue.ShutDownAsync();
        await Task.WhenAll(workers);

        Assert.Empty(violations);
        Assert.Equal(written, seen);

        void Write(Random random)
        {
            for (var i = 0; i < PerWriter; i++)
            {
                var key = random.Next(Keys);
                Interlocked.Increment(ref written[key]);
                queue.Add(key, random.Next(-1, 2));
            }
        }

        async Task WorkAsync()
        {
            while (await queue.GetAsync(default) is { } item)
            {
                if (Interlocked.Increment(ref active[item.Key]) != 1)
                {
                    violations.Enqueue($"two workers have {item.Key}");
                }

                // What was written before this reading is covered by it; what comes later brings the key back.
                seen[item.Key] = Volatile.Read(ref written[item.Key]);
                if (item.Key % 7 == 0)
                {
                    await Task.Yield();
                }

                Interlocked.Decrement(ref active[item.Key]);
                queue.Done(item.Key);
            }
        }
    }

    [Fact]
    public void Rescheduling_one_key_for_ever_does_not_grow_the_queue()
    {
        var entries = new DelayedEntries<Delayed>();
        var one = new Delayed();
        var other = new Delayed();
        entries.Schedule(other, 5);
        for (var i = 0; i < 100_000; i++)
        {
            entries.Schedule(one, 1_000_000 - i);
        }

        Assert.True(entries.NodeCount < 200);
        Assert.Same(other, entries.TakeDue(long.MaxValue - 1));
        Assert.Same(one, entries.TakeDue(long.MaxValue - 1));
        Assert.Null(entries.TakeDue(long.MaxValue - 1));
    }

    private static void Apply(WorkQueue<int> queue, QueueModel model, VirtualTime time, int operation, int key, int priority, TimeSpan delay)
    {
        switch (operation)
        {
            case 0:
                queue.Add(key, priority);
                model.Add(key, priority);
                break;
            case 1:
                queue.AddAfter(key, delay, priority);
                model.AddAfter(key, time.Elapsed + delay, delay, priority);
                break;
            case 2:
                var backoff = TimeSpan.FromSeconds(Math.Min(0.75 * Math.Pow(2, queue.Failures(key)), 900));
                queue.AddRateLimited(key, priority);
                model.AddAfter(key, time.Elapsed + backoff, backoff, priority);
                break;
            case 3:
                queue.Forget(key);
                break;
            case 4 when model.Ready > 0:
                var item = queue.GetAsync(default).AsTask();
                Assert.True(item.IsCompletedSuccessfully);
                Assert.Equal(model.Take(), (item.GetAwaiter().GetResult()!.Value.Key, item.GetAwaiter().GetResult()!.Value.Priority));
                break;
            case 5 when model.Processing.Contains(key):
                queue.Done(key);
                model.Done(key);
                break;
            case 6:
                model.AdvanceTo(time.Elapsed + delay);
                time.Advance(delay);
                break;
            default:
                break;
        }
    }

    private static async Task PollAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, limit.Token);
        }
    }

    private sealed class Delayed : IDelayedEntry
    {
        public long DueAt { get; set; } = long.MaxValue;

        public long DelaySequence { get; set; }
    }

    /// <summary>The contract, as plainly as it can be said.</summary>
    private sealed class QueueModel
    {
        private readonly Dictionary<int, (int Priority, int Order)> _dirty = [];
        private readonly Dictionary<int, (TimeSpan Due, int Priority, int Order)> _delayed = [];
        private int _order;

        public HashSet<int> Processing { get; } = [];

        public int Ready => _dirty.Keys.Count(k => !Processing.Contains(k));

        public void Add(int key, int priority)
        {
            if (_delayed.Remove(key, out var delayed))
            {
                priority = Math.Max(priority, delayed.Priority);
            }

            _dirty[key] = _dirty.TryGetValue(key, out var known) ? (Math.Max(known.Priority, priority), known.Order) : (priority, _order++);
        }

        public void AddAfter(int key, TimeSpan due, TimeSpan delay, int priority)
        {
            if (delay <= TimeSpan.Zero || _dirty.ContainsKey(key))
            {
                Add(key, priority);
            }
            else
            {
                _delayed[key] = _delayed.TryGetValue(key, out var known)
                    ? (known.Due <= due ? known.Due : due, Math.Max(known.Priority, priority), known.Due <= due ? known.Order : _order++)
                    : (due, priority, _order++);
            }
        }

        public (int Key, int Priority) Take()
        {
            var (key, (priority, _)) = _dirty.Where(d => !Processing.Contains(d.Key)).OrderByDescending(d => d.Value.Priority).ThenBy(d => d.Value.Order).First();
            _dirty.Remove(key);
            Processing.Add(key);
            return (key, priority);
        }

        public void Done(int key) => Processing.Remove(key);

        public void AdvanceTo(TimeSpan now)
        {
            foreach (var (key, (_, priority, _)) in _delayed.Where(d => d.Value.Due <= now).OrderBy(d => d.Value.Due).ThenBy(d => d.Value.Order).ToArray())
            {
                _delayed.Remove(key);
                Add(key, priority);
            }
        }
    }
}
