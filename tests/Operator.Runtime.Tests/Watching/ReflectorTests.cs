using Microsoft.Extensions.Logging.Abstractions;
using Operator.Runtime.Client;
using Operator.Runtime.Tests.Chaos;
using Operator.Runtime.Tests.Support;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Watching;

public sealed class ReflectorTests : IListWatchTransport
{
    private const string EmptyList = """{"metadata":{"resourceVersion":"10"},"items":[]}""";

    private readonly VirtualTime _time = new();
    private readonly SimulationContext _simulation;
    private readonly ObjectStore _store = new();
    private readonly Reflector _reflector;
    private readonly List<(ListQuery Query, TimeSpan At)> _requests = [];
    private readonly Queue<Func<Stream>> _lists = new();
    private readonly Queue<Func<Stream>> _watches = new();

    public ReflectorTests()
    {
        _simulation = new SimulationContext(_time, new Random(1));
        _reflector = new Reflector(
            "things", null, this, new ObjectProjection(), _store, new ReflectorOptions { LabelSelector = "a=b", MaxLineLength = 100_000 }, _time, new Jitter(new Random(2)), NullLogger.Instance);
    }

    private IEnumerable<ListQuery> Lists => _requests.Select(r => r.Query).Where(q => q.WatchTimeout is null);

    private (ListQuery Query, TimeSpan At)[] Watches => [.. _requests.Where(r => r.Query.WatchTimeout is not null)];

    [Fact]
    public void Lists_are_read_in_pages_and_the_watch_starts_from_their_version()
    {
        List(Page("10", "next", "a"), Page("10", "", "b"));

        RunUntilWatches(1);

        Assert.Equal([(500, null), (500, "next")], Lists.Select(q => (q.Limit, q.Continue)));
        Assert.All(_requests, r => Assert.Equal("a=b", r.Query.LabelSelector));
        Assert.Equal("10", Watches[0].Query.ResourceVersion);
        Assert.InRange(Watches[0].Query.WatchTimeout!.Value.TotalMinutes, 5, 10);
        Assert.Equal(2, _store.Count);
        Assert.True(_reflector.Synced.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_list_that_expires_between_two_pages_is_read_again_in_one_piece_and_nothing_is_shown_before()
    {
        List(Page("10", "next", "gone"));
        _lists.Enqueue(() => throw new KubeApiException("LIST", 410, "Expired", "m"));
        _lists.Enqueue(() =>
        {
            Assert.Equal(0, _store.Count);
            return new ScriptedStream(Page("12", "", "a"));
        });

        RunUntilWatches(1);

        Assert.Equal([500, 500, 0], Lists.Select(q => q.Limit));
        Assert.Equal("a", Assert.Single(_store.Keys()).Name);
    }

    [Fact]
    public void A_first_page_that_breaks_off_leaves_no_ghosts()
    {
        _lists.Enqueue(() => new ScriptedStream(Page("10", "", "ghost", "b")[..^40]));
        List(Page("11", "", "b"));

        RunUntilWatches(1);

        Assert.Equal("b", Assert.Single(_store.Keys()).Name);
    }

    [Fact]
    public void The_watch_resumes_after_the_last_event_or_bookmark()
    {
        List(EmptyList);
        Watch("""{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"15"}}}""");
        Watch("""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"99"}}}""");

        RunUntilWatches(3);

        Assert.Equal(["10", "15", "99"], Watches.Select(w => w.Query.ResourceVersion));
        Assert.Single(Lists);
    }

    [Fact]
    public void An_unknown_kind_of_event_is_passed_over()
    {
        List(EmptyList);
        Watch("""{"type":"NEWS","object":{"x":1}}""", """{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"15"}}}""");

        RunUntilWatches(2);

        Assert.Equal("15", Watches[1].Query.ResourceVersion);
    }

    [Fact]
    public void Clean_closes_are_followed_by_at_least_a_second_between_watches()
    {
        List(EmptyList);
        for (var i = 0; i < 20; i++)
        {
            Watch();
        }

        RunUntilWatches(20);

        Assert.All(Watches.Zip(Watches.Skip(1)), pair => Assert.Equal(1, (pair.Second.At - pair.First.At).TotalSeconds, 3));
    }

    [Fact]
    public void A_watch_that_stays_silent_beyond_its_end_is_given_up()
    {
        List(EmptyList);

        RunUntilWatches(2);

        var silent = Watches[1].At - Watches[0].At;
        Assert.InRange((silent - Watches[0].Query.WatchTimeout!.Value).TotalSeconds, 5, 5.9);
    }

    [Theory]
    [InlineData("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}""")]
    [InlineData("this is not JSON")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{}}}""")]
    public void What_the_watch_cannot_continue_from_leads_to_a_list(string line)
    {
        List(EmptyList, Page("20", "", "a"));
        Watch(line);

        RunUntilWatches(2);

        Assert.Equal(2, Lists.Count());
        Assert.Equal("20", Watches[1].Query.ResourceVersion);
    }

    [Fact]
    public void A_410_as_status_leads_to_a_list()
    {
        List(EmptyList, Page("20", "", "a"));
        _watches.Enqueue(() => throw new KubeApiException("WATCH", 410, "Gone", "m"));

        RunUntilWatches(2);

        Assert.Equal("20", Watches[1].Query.ResourceVersion);
    }

    [Fact]
    public void A_line_beyond_the_limit_leads_to_a_list_without_being_read_to_its_end()
    {
        List(EmptyList, Page("20", "", "a"));
        var endless = new ScriptedStream(new byte[8 << 20]);
        _watches.Enqueue(() => endless);

        RunUntilWatches(2);

        Assert.Equal("20", Watches[1].Query.ResourceVersion);
        Assert.InRange(endless.BytesRead, 100_000, 300_000);
    }

    [Fact]
    public void A_list_without_a_version_is_followed_by_another_list()
    {
        List("""{"metadata":{},"items":[]}""", EmptyList);

        RunUntilWatches(1);

        Assert.Equal(2, Lists.Count());
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public void What_only_a_person_mends_is_tried_slowly_for_ever_and_named(int code)
    {
        for (var i = 0; i < 100; i++)
        {
            _lists.Enqueue(() => throw new KubeApiException("LIST", code, "Reason", "ask your administrator"));
        }

        List(EmptyList);
        RunUntil(() => _requests.Count == 50);
        Assert.Contains("ask your administrator", _reflector.Problem);
        Assert.All(_requests.Zip(_requests.Skip(1)), pair => Assert.InRange((pair.Second.At - pair.First.At).TotalSeconds, 14.9, 30.1));

        RunUntilWatches(1);
        Assert.Null(_reflector.Problem);
    }

    [Fact]
    public void The_back_off_grows_to_half_a_minute_and_starts_anew_after_two_healthy_minutes()
    {
        for (var i = 0; i < 40; i++)
        {
            _lists.Enqueue(() => throw new KubeApiException("LIST", 0, "Unreachable", "m"));
        }

        List(EmptyList);
        RunUntilWatches(1);
        var gaps = _requests.Take(41).Zip(_requests.Skip(1).Take(40), (a, b) => (b.At - a.At).TotalSeconds).ToArray();
        for (var i = 0; i < gaps.Length; i++)
        {
            var bound = Math.Min(0.8 * Math.Pow(2, i), 30);
            Assert.InRange(gaps[i], (bound * 0.1) - 0.001, bound + 0.001);
        }

        Assert.True(gaps.Max() > 20);

        // The watch is silent for minutes, which is health; the failure at its end is a first one.
        RunUntilWatches(2);
        var rest = Watches[1].At - Watches[0].At - Watches[0].Query.WatchTimeout!.Value - TimeSpan.FromSeconds(5);
        Assert.InRange(rest.TotalSeconds, 0, 0.81);
    }

    [Fact]
    public void A_server_that_is_back_and_asks_for_a_list_is_not_kept_waiting_for_its_outage()
    {
        List(EmptyList, Page("20", "", "a"), Page("30", "", "a"));
        for (var i = 0; i < 12; i++)
        {
            _watches.Enqueue(() => throw new KubeApiException("WATCH", 0, "Unreachable", "m"));
        }

        _watches.Enqueue(() => throw new KubeApiException("WATCH", 410, "Gone", "m"));
        _watches.Enqueue(() => throw new KubeApiException("WATCH", 410, "Gone", "m"));

        RunUntilWatches(15);

        var answers = Watches.Skip(12).Select(w => w.At).ToArray();
        Assert.InRange((answers[1] - answers[0]).TotalSeconds, 0.08, 0.81);

        // One that goes on asking waits longer each time.
        Assert.InRange((answers[2] - answers[1]).TotalSeconds, 0.16, 1.61);
    }

    [Fact]
    public void A_time_that_the_server_asks_for_is_waited()
    {
        List(EmptyList);
        _watches.Enqueue(() => throw new KubeApiException("WATCH", 429, "TooManyRequests", "m", TimeSpan.FromSeconds(90)));

        RunUntilWatches(2);

        Assert.InRange((Watches[1].At - Watches[0].At).TotalSeconds, 90, 90.9);
    }

    [Fact]
    public async Task Ten_thousand_objects_of_4_KiB_are_read_at_a_few_hundred_bytes_each()
    {
        const int Count = 10_000;
        var text = new string('x', 4096);
        var item = $"{{\"metadata\":{{\"name\":\"incident-0000000\",\"namespace\":\"production\",\"uid\":\"7f1bb9f8-94a9-4e1c-9c4c-2f2e9f6d7a11\",\"resourceVersion\":\"1234567\",\"generation\":1,\"annotations\":{{\"token\":\"t\"}}}},\"spec\":{{\"text\":\"{text}\"}}}}";
        var list = "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + string.Join(',', Enumerable.Repeat(item, Count)) + "]}";
        using var stream = new ScriptedStream(list, 64 << 10);
        var items = new List<StoredObject>(Count);
        var reader = new ListPageReader(new ObjectProjection(["token"]), 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        await reader.ReadAsync(stream, items.Add, default);

        // All that was allocated, so certainly all that is kept.
        var perObject = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        Assert.Equal(Count, items.Count);
        Assert.InRange(perObject, 1, 400);
    }

    public Task<Stream> OpenAsync(string? ns, ListQuery query, CancellationToken cancellationToken)
    {
        _requests.Add((query, _time.Elapsed));
        var script = query.WatchTimeout is null ? _lists : _watches;
        return Task.FromResult(script.TryDequeue(out var next) ? next() : new SilentStream(_time));
    }

    private static string Page(string version, string next, params string[] names) =>
        $"{{\"metadata\":{{\"resourceVersion\":\"{version}\",\"continue\":\"{next}\"}},\"items\":[{string.Join(',', names.Select(n => $"{{\"metadata\":{{\"name\":\"{n}\",\"resourceVersion\":\"1\"}}}}"))}]}}";

    private void List(params string[] pages)
    {
        foreach (var page in pages)
        {
            _lists.Enqueue(() => new ScriptedStream(page, 7));
        }
    }

    private void Watch(params string[] lines) => _watches.Enqueue(() => new ScriptedStream(string.Concat(lines.Select(l => l + "\n"))));

    private void RunUntilWatches(int count) => RunUntil(() => Watches.Length >= count);

    private void RunUntil(Func<bool> condition)
    {
        if (_requests.Count == 0)
        {
            _simulation.Post(_ => _ = _reflector.RunAsync(default), null);
        }

        Assert.True(_simulation.RunUntil(condition, _time.Elapsed + TimeSpan.FromHours(5)), "it did not happen within five hours");
    }

    private sealed class SilentStream(TimeProvider time) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            return 0;
        }
    }
}
