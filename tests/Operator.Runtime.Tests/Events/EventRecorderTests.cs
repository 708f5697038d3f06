using System.Text.Json;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Events;
using Operator.Runtime.Tests.Client;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Events;

public sealed class EventRecorderTests
{
    private const string Created = """{"kind":"PartialObjectMetadata","metadata":{"name":"e","resourceVersion":"1"}}""";

    private static readonly ObjectReference One =
        new(new ResourceType("example.org", "v1", "Thing", "things"), new ObjectKey("ns", "one"), "uid-1");

    private readonly VirtualTime _time = new();
    private readonly StubServer _server = new();
    private readonly EventRecorderOptions _options = new() { Controller = "example.org/operator", Instance = "pod-1", Capacity = 10, CacheCapacity = 2 };
    private readonly EventRecorder _recorder;

    public EventRecorderTests() => _recorder = new EventRecorder(
        _options, new RuntimeServices(_server.CreateClient(_time)) { Time = _time, Jitter = new Jitter(new Random(1)) });

    [Fact]
    public async Task An_event_has_everything_that_the_API_asks_for()
    {
        _server.Answer(201, Created);
        _recorder.Record(One, EventType.Warning, "Broken", "Render", "it is broken");

        await DrainAsync();

        var (method, path, body, _) = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/prefix/apis/events.k8s.io/v1/namespaces/ns/events?fieldManager=example.org%2Foperator"), (method, path));
        using var json = JsonDocument.Parse(body!);
        var root = json.RootElement;
        Assert.StartsWith("one.", root.GetProperty("metadata").GetProperty("name").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", root.GetProperty("eventTime").GetString()!);
        Assert.Equal("Warning Broken Render it is broken example.org/operator pod-1", string.Join(' ', new[]
        {
            "type", "reason", "action", "note", "reportingController", "reportingInstance",
        }.Select(name => root.GetProperty(name).GetString())));
        Assert.Equal("""{"apiVersion":"example.org/v1","kind":"Thing","namespace":"ns","name":"one","uid":"uid-1"}""", root.GetProperty("regarding").GetRawText());
    }

    [Fact]
    public async Task The_same_event_again_raises_the_count_of_the_first()
    {
        _server.Answer(201, Created).Answer(200, "{}").Answer(200, "{}");
        for (var i = 0; i < 3; i++)
        {
            _recorder.Record(One, EventType.Normal, "Fine", "Render", "all is fine");
        }

        await DrainAsync();

        Assert.Equal(["POST", "PATCH", "PATCH"], _server.Requests.Select(r => r.Method));
        Assert.Contains("\"count\":3", _server.Requests[2].Body);
        Assert.Contains("/events/one.", _server.Requests[2].PathAndQuery);
    }

    [Fact]
    public async Task After_the_window_or_when_the_server_forgot_it_the_event_is_sent_anew()
    {
        _server.Answer(201, Created).Answer(404, """{"kind":"Status","code":404,"reason":"NotFound"}""").Answer(201, Created);
        _recorder.Record(One, EventType.Normal, "Fine", "Render", "note");
        _recorder.Record(One, EventType.Normal, "Fine", "Render", "note");

        await DrainAsync();

        Assert.Equal(["POST", "PATCH", "POST"], _server.Requests.Select(r => r.Method));
    }

    [Fact]
    public void The_cache_forgets_after_the_window_and_beyond_its_capacity()
    {
        var cache = new EventCache(capacity: 2, TimeSpan.FromMinutes(6), _time);
        UInt128[] events = [.. new[] { "a", "b", "c" }.Select(note => new EventIdentity(One, EventType.Normal, "R", "A", note).Hash())];
        foreach (var item in events)
        {
            cache.Add(item, One.Key);
        }

        Assert.Null(cache.Repeat(events[0]));
        Assert.Equal(2, cache.Repeat(events[1])!.Value.Count);
        _time.Advance(TimeSpan.FromMinutes(7));
        Assert.Null(cache.Repeat(events[1]));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task A_failing_server_loses_events_and_harms_nobody()
    {
        _server.Fail(new HttpRequestException("away")).Answer(403, "{}").Answer(201, Created);
        foreach (var note in (string[])["a", "b", "c"])
        {
            _recorder.Record(One, EventType.Normal, "R", "A", note);
        }

        await DrainAsync();

        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public void Recording_never_waits_and_memory_is_bounded()
    {
        for (var i = 0; i < 100_000; i++)
        {
            _recorder.Record(One, EventType.Normal, "R", "A", "note");
        }

        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_server_that_hangs_does_not_hold_the_shutdown_up()
    {
        _recorder.Record(One, EventType.Normal, "R", "A", "note");
        using var stop = new CancellationTokenSource();
        var running = _recorder.RunAsync(stop.Token);
        stop.Cancel();
        _time.Advance(TimeSpan.FromSeconds(3));

        await running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_long_note_is_cut_between_characters()
    {
        _server.Answer(201, Created);
        _recorder.Record(One, EventType.Normal, "R", "A", string.Concat(Enumerable.Repeat("😀", 1000)));

        await DrainAsync();

        using var json = JsonDocument.Parse(_server.Requests[0].Body!);
        var note = json.RootElement.GetProperty("note").GetString()!;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(note), 1000, 1024);
        Assert.DoesNotContain('\uFFFD', note);
    }

    private async Task DrainAsync()
    {
        using var stop = new CancellationTokenSource();
        var running = _recorder.RunAsync(stop.Token);
        stop.Cancel();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
