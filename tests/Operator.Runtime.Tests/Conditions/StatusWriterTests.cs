using k8s.Models;
using Operator.Runtime.Client;
using Operator.Runtime.Conditions;
using Operator.Runtime.Tests.Client;

namespace Operator.Runtime.Tests.Conditions;

public sealed class StatusWriterTests
{
    private static readonly ObjectKey Key = new("ns", "a");

    private readonly StubServer _server = new();
    private readonly StatusWriter _writer;

    public StatusWriterTests() =>
        _writer = new StatusWriter(_server.CreateClient(), new ResourceType("example.org", "v1", "Thing", "things"), "manager");

    [Fact]
    public async Task A_new_status_is_applied_to_the_subresource_once_and_with_force()
    {
        _server.Answer(200, """{"metadata":{"resourceVersion":"2"}}""");

        Assert.True(await _writer.WriteAsync(Key, "u-1", new ThingStatus(), new ThingStatus { Phase = "Draft" }, default));

        var request = Assert.Single(_server.Requests);
        Assert.Equal("/prefix/apis/example.org/v1/namespaces/ns/things/a/status?fieldManager=manager&force=true", request.PathAndQuery);
        Assert.Equal("""{"apiVersion":"example.org/v1","kind":"Thing","metadata":{"name":"a","namespace":"ns","uid":"u-1"},"status":{"phase":"Draft"}}""", request.Body);
    }

    [Fact]
    public async Task A_status_that_says_nothing_new_is_not_written()
    {
        var previous = new ThingStatus { Phase = "Draft", Conditions = [Condition("A"), Condition("B")], Numbers = [1, 2] };
        var same = new ThingStatus { Phase = "Draft", Conditions = [Condition("B"), Condition("A")], Numbers = [1.0, 2] };

        Assert.False(await _writer.WriteAsync(Key, "u", previous, same, default));
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("Final", "m", 1)]
    [InlineData("Draft", "other", 1)]
    [InlineData("Draft", "m", 3)]
    [InlineData(null, "m", 1)]
    public async Task A_status_that_says_something_new_is_written(string? phase, string message, double number)
    {
        var previous = new ThingStatus { Phase = "Draft", Conditions = [Condition("A")], Numbers = [1, 2] };
        var changed = new ThingStatus { Phase = phase, Conditions = [Condition("A", message)], Numbers = [number, 2] };
        _server.Answer(200, """{"metadata":{"resourceVersion":"2"}}""");

        Assert.True(await _writer.WriteAsync(Key, "u", previous, changed, default));
    }

    [Fact]
    public async Task The_order_of_a_plain_list_matters()
    {
        _server.Answer(200, """{"metadata":{"resourceVersion":"2"}}""");

        Assert.True(await _writer.WriteAsync(Key, "u", new ThingStatus { Numbers = [1, 2] }, new ThingStatus { Numbers = [2, 1] }, default));
    }

    [Fact]
    public async Task An_object_that_is_gone_needs_no_status()
    {
        _server.Answer(404, """{"kind":"Status","reason":"NotFound","code":404}""");

        Assert.False(await _writer.WriteAsync(Key, "u", null, new ThingStatus { Phase = "Draft" }, default));
    }

    [Fact]
    public async Task A_refusal_is_the_callers_to_handle()
    {
        _server.Answer(422, """{"kind":"Status","reason":"Invalid","code":422}""");

        await Assert.ThrowsAsync<KubeApiException>(() => _writer.WriteAsync(Key, "u", null, new ThingStatus { Phase = "Draft" }, default));
    }

    private static V1Condition Condition(string type, string message = "m") => new() { Type = type, Status = "True", Reason = "R", Message = message };

    private sealed class ThingStatus
    {
        public string? Phase { get; set; }

        public List<V1Condition>? Conditions { get; set; }

        public List<double>? Numbers { get; set; }
    }
}
