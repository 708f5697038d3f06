using System.Text.Json;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Watching;

public sealed class ObjectReaderTests
{
    private const string Whole = """
        {"status":{"metadata":{"name":"no"}},"metadata":{"managedFields":[{"f":{"name":"no"}}],"name":"a","namespace":"ns","uid":"7f1bb9f8-94a9-4e1c-9c4c-2f2e9f6d7a11",
        "resourceVersion":"12","generation":3,"annotations":{"x":"1","token":"t"},"finalizers":["f"],
        "ownerReferences":[{"kind":"Other","name":"no","controller":true},{"kind":"Owner","name":"o","controller":true},{"kind":"Owner","name":"no","controller":false}]},
        "spec":{"nested":{"suspend":true}}}
        """;

    private readonly ObjectReader _reader = new(["token"], "Owner");

    [Fact]
    public void What_scheduling_needs_is_read_and_nothing_of_the_same_name_elsewhere()
    {
        var read = Read(Whole);

        Assert.Equal(new ObjectKey("ns", "a"), read.Key);
        Assert.Equal(("7f1bb9f8-94a9-4e1c-9c4c-2f2e9f6d7a11", "12", 3L, "o"), (read.Uid, read.ResourceVersion, read.Generation, read.OwnerName));
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
        var reader = new ObjectReader(["p", "q"]);

        Assert.Equal(Tokens("""{"p":"1","q":"2"}"""), Tokens("""{"q":"2","p":"1"}"""));
        Assert.NotEqual(Tokens("""{"p":"1","q":"2"}"""), Tokens("""{"p":"2","q":"1"}"""));

        string? Tokens(string annotations) => reader.Read(Parse($$$"""{"metadata":{"name":"a","annotations":{{{annotations}}}}}"""))!.Tokens;
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a","annotations":{"of":"o"}}}""", "o")]
    [InlineData("""{"metadata":{"name":"a","annotations":{"of":"no"},"ownerReferences":[{"kind":"Owner","name":"o","controller":true}]}}""", "o")]
    [InlineData("""{"metadata":{"name":"a","annotations":{"of":null,"x":"y"}}}""", null)]
    public void An_annotation_names_the_owner_where_no_reference_does(string json, string? owner) =>
        Assert.Equal(owner, new ObjectReader(ownerKind: "Owner", ownerAnnotation: "of").Read(Parse(json))!.OwnerName);

    [Theory]
    [InlineData("""{"metadata":{"namespace":"ns"}}""")]
    [InlineData("""{"metadata":{"name":""}}""")]
    [InlineData("""{"metadata":{"name":"a","generation":"x"}}""")]
    [InlineData("""{"metadata":[]}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_no_named_object_is_no_object(string json) => Assert.Null(_reader.Read(Parse(json)));

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private StoredObject Read(string json) => _reader.Read(Parse(json))!;
}
