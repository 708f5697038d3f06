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
            "things", null, this, new ObjectReader(), _store, new ReflectorOptions { LabelSelector = "a=b", MaxLineLength = 100_000, MaxPageLength = 100_000 }, _time, new Jitter(new Random(2)), NullLogger.Instance);
    }

    private IEnumerable<ListQuery> Lists => _requests.Select(r => r.Query).Where(q => q.WatchTimeout is null);

    private (ListQuery Query, TimeSpan At)[] Watches => [.. _requests.Where(r => r.Query.WatchTimeout is not null)];

    [Fact]
    public void Lists_are_read_in_pages_and_the_watch_starts_from_their_version()
    {
        List(Page("10", "next", "a"), Page("10", "", "b"));

        RunUntilWatches(1);

        Assert.Equal([(100, null), (100, "next")], Lists.Select(q => (q.Limit, q.Continue)));
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

        Assert.Equal([100, 100, 0], Lists.Select(q => q.Limit));
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

    /// <summary>After a restore from a backup the watch goes on from the future: what is older is never told.</summary>
    [Fact]
    public void What_no_watch_tells_is_found_by_a_list_after_about_ten_hours()
    {
        List(EmptyList);
        List(Page("9", "", "restored"));

        _simulation.Post(_ => _ = _reflector.RunAsync(CancellationToken.None), null);
        Assert.True(_simulation.RunUntil(() => _store.Count == 1, TimeSpan.FromHours(12)));

        Assert.InRange(_time.Elapsed.TotalHours, 9, 11.2);
        Assert.Equal(2, Lists.Count());
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
    public void The_type_of_an_event_may_come_after_the_object()
    {
        List(EmptyList);
        Watch("""{"object":{"metadata":{"name":"a","resourceVersion":"15"}},"type":"ADDED"}""");

        RunUntilWatches(2);

        Assert.Equal("a", Assert.Single(_store.Keys()).Name);
    }

    [Fact]
    public void One_object_that_cannot_be_read_does_not_stop_the_others()
    {
        List("""{"metadata":{"resourceVersion":"10"},"items":[{"metadata":{"name":"a","resourceVersion":"1"}},{"metadata":{"name":7}},{"metadata":{}},{"metadata":{"name":"b","resourceVersion":"2"}}]}""");
        Watch(
            """{"type":"ADDED","object":{"metadata":{"generation":{}}}}""",
            """{"type":"DELETED","object":{"spec":1}}""",
            """{"type":"ADDED","object":{"metadata":{"name":"c","resourceVersion":"15"}}}""");

        RunUntilWatches(2);

        Assert.Equal(["a", "b", "c"], _store.Keys().Select(k => k.Name).Order());
        Assert.Single(Lists);
    }

    [Fact]
    public void A_page_beyond_the_limit_is_asked_for_in_smaller_pieces()
    {
        var name = new string('x', 1000);
        List(Page("10", "next", [.. Enumerable.Range(0, 200).Select(i => name + i)]), Page("11", "", "a"));

        RunUntilWatches(1);

        Assert.Equal([100, 50], Lists.Select(q => q.Limit));
        Assert.Equal("a", Assert.Single(_store.Keys()).Name);
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
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"object":{"metadata":{"name":"a"}}}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"a"}}} more""")]
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
