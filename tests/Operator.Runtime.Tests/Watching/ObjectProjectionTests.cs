using System.Text;
using System.Text.Json;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Watching;

public sealed class ObjectProjectionTests
{
    private const string Whole = """
        {"status":{"metadata":{"name":"no"}},"metadata":{"managedFields":[{"f":{"name":"no"}}],"name":"a","namespace":"ns","uid":"7f1bb9f8-94a9-4e1c-9c4c-2f2e9f6d7a11",
        "resourceVersion":"12","generation":3,"annotations":{"x":"1","token":"t"},"finalizers":["f"],
        "ownerReferences":[{"kind":"Other","name":"no","controller":true},{"kind":"Owner","name":"o","controller":true},{"kind":"Owner","name":"no","controller":false}]},
        "spec":{"nested":{"suspend":true}}}
        """;

    private readonly ObjectProjection _projection = new(["token"], "Owner");

    [Fact]
    public void What_scheduling_needs_is_read_and_nothing_of_the_same_name_elsewhere()
    {
        var read = Read(Whole);

        Assert.Equal(new ObjectKey("ns", "a"), read.Key);
        Assert.Equal(Guid.Parse("7f1bb9f8-94a9-4e1c-9c4c-2f2e9f6d7a11"), read.Uid);
        Assert.Equal(("12", 3L, "o"), (read.ResourceVersion, read.Generation, read.OwnerName));
        Assert.False(read.IsDeleting);
        Assert.Equal(new ObjectKey("ns", "o"), read.Owner);
    }

    [Theory]
    [InlineData("\"resourceVersion\":\"12\"", "\"resourceVersion\":\"13\"", false)]
    [InlineData("\"status\":{", "\"status\":{\"new\":1,", false)]
    [InlineData("\"x\":\"1\"", "\"x\":\"2\"", false)]
    [InlineData("\"token\":\"t\"", "\"token\":\"u\"", true)]
    [InlineData(",\"token\":\"t\"", "", true)]
    [InlineData("\"generation\":3", "\"generation\":4", true)]
    [InlineData("\"generation\":3", "\"generation\":3,\"deletionTimestamp\":\"2025-01-01T00:00:00Z\"", true)]
    [InlineData("[\"f\"]", "[\"f\",\"g\"]", true)]
    [InlineData("[\"f\"]", "[]", true)]
    [InlineData("{\"nested\":", "{\"suspend\":true,\"nested\":", false)]
    [InlineData("7f1bb9f8", "8f1bb9f8", true)]
    public void Only_a_change_of_intent_asks_for_a_reconcile(string old, string changed, bool differs)
    {
        Assert.Contains(old, Whole);

        Assert.Equal(differs, Read(Whole.Replace(old, changed)).DiffersInIntent(Read(Whole)));
    }

    [Fact]
    public void The_order_of_annotations_does_not_matter()
    {
        var projection = new ObjectProjection(["p", "q"]);

        Assert.Equal(Read("""{"metadata":{"name":"a","annotations":{"p":"1","q":"2"}}}""", projection).TokensHash, Read("""{"metadata":{"name":"a","annotations":{"q":"2","p":"1"}}}""", projection).TokensHash);
        Assert.NotEqual(Read("""{"metadata":{"name":"a","annotations":{"p":"1","q":"2"}}}""", projection).TokensHash, Read("""{"metadata":{"name":"a","annotations":{"p":"2","q":"1"}}}""", projection).TokensHash);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a","annotations":{"of":"o"}}}""", "o")]
    [InlineData("""{"metadata":{"name":"a","annotations":{"of":"no"},"ownerReferences":[{"kind":"Owner","name":"o","controller":true}]}}""", "o")]
    [InlineData("""{"metadata":{"name":"a","ownerReferences":[{"kind":"Owner","name":"o","controller":true}],"annotations":{"of":"no"}}}""", "o")]
    [InlineData("""{"metadata":{"name":"a","annotations":{"of":null,"x":"y"}}}""", null)]
    public void An_annotation_names_the_owner_where_no_reference_does(string json, string? owner) =>
        Assert.Equal(owner, Read(json, new ObjectProjection(ownerKind: "Owner", ownerAnnotation: "of")).OwnerName);

    [Fact]
    public void Namespaces_are_shared_between_objects() => Assert.Same(Read(Whole).Key.Namespace, Read(Whole).Key.Namespace);

    [Theory]
    [InlineData("""{"metadata":{"namespace":"ns"}}""")]
    [InlineData("""{"metadata":{"name":""}}""")]
    [InlineData("""{"metadata":[]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_no_named_object_is_refused(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Fact]
    public void The_type_may_come_after_the_object()
    {
        var line = Encoding.UTF8.GetBytes($$"""{"object":{{Whole}},"type":"DELETED"}""");

        var read = WatchEvent.Parse(line, _projection);

        Assert.Equal((WatchEventType.Deleted, "a", "12"), (read.Type, read.Object!.Key.Name, read.ResourceVersion));
    }

    [Fact]
    public void An_error_tells_its_status()
    {
        var read = WatchEvent.Parse(
            """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","details":{"retryAfterSeconds":2}}}"""u8, _projection);

        Assert.Equal((410, "Expired", TimeSpan.FromSeconds(2)), (read.Failure!.Code, read.Failure.Reason, read.Failure.RetryAfter));
    }

    [Fact]
    public void A_bookmark_tells_only_its_own_version()
    {
        var read = WatchEvent.Parse("""{"type":"BOOKMARK","object":{"spec":{"resourceVersion":"no"},"metadata":{"resourceVersion":"77","x":{"resourceVersion":"no"}}}}"""u8, _projection);

        Assert.Equal("77", read.ResourceVersion);
    }

    private StoredObject Read(string json, ObjectProjection? projection = null)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return (projection ?? _projection).Read(ref reader);
    }
}
