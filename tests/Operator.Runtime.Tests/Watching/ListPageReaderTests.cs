using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Watching;

public sealed class ListPageReaderTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char["{}[]\"\\,: \n\u0007aЖ\ud83d"], 0, 12];

    [Fact]
    public async Task However_a_page_is_written_and_cut_every_item_is_read() =>
        await Gen.Select(Text.Array[0, 8], Gen.Bool, Gen.Bool, Gen.Int[1, 60]).SampleAsync(async (texts, isIndented, areItemsFirst, piece) =>
        {
            var page = Page(texts, areItemsFirst).ToJsonString(new JsonSerializerOptions { WriteIndented = isIndented });

            var (items, version, next) = await ReadAsync(page, piece);

            Assert.Equal(Enumerable.Range(0, texts.Length).Select(i => ($"n{i}", $"{i + 1}")), items.Select(i => (i.Key.Name, i.ResourceVersion)));
            Assert.Equal(("77", "more"), (version, next));
        });

    [Theory]
    [InlineData("""{"metadata":{"resourceVersion":"5"},"items":[]}""")]
    [InlineData("""{"items": [ ] ,"metadata":{"resourceVersion":"5"}}""")]
    [InlineData("""{"items":null,"metadata":{"resourceVersion":"5"}}""")]
    public async Task A_page_may_be_empty(string page)
    {
        var (items, version, next) = await ReadAsync(page, 1);

        Assert.Empty(items);
        Assert.Equal(("5", null), (version, next));
    }

    [Theory]
    [InlineData("""{"items":[{"metadata":{"name":"a"}} {"metadata":{"name":"b"}}]}""")]
    [InlineData("""{"items":[,{"metadata":{"name":"a"}}]}""")]
    [InlineData("""{"items":[1]}""")]
    [InlineData("""{"items":[{"metadata":{"name":"a"}]}]}""")]
    [InlineData("""{"items":[{"metadata":{"name":"a"}}""")]
    [InlineData("""{"items":[{"metadata":{"name":"a\""")]
    [InlineData("""{"items":[{"metadata":{"name":"a"}}]]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task What_is_no_list_of_objects_or_ends_early_is_refused(string page) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(page, 7));

    private static async Task<(List<StoredObject> Items, string? Version, string? Continue)> ReadAsync(string page, int piece)
    {
        var items = new List<StoredObject>();
        var (version, next) = await new ListPageReader(new ObjectProjection(), 1 << 20).ReadAsync(new ScriptedStream(page, piece), items.Add, default);
        return (items, version, next);
    }

    private static JsonObject Page(string[] texts, bool areItemsFirst)
    {
        var items = new JsonArray([.. texts.Select((text, i) => new JsonObject
        {
            ["spec"] = new JsonObject { ["text"] = text, ["list"] = new JsonArray(text, new JsonObject { ["a"] = text }) },
            ["metadata"] = new JsonObject { ["name"] = $"n{i}", ["annotations"] = new JsonObject { ["x"] = text }, ["resourceVersion"] = $"{i + 1}" },
        })]);
        var metadata = new JsonObject { ["resourceVersion"] = "77", ["continue"] = "more" };
        return areItemsFirst
            ? new JsonObject { ["items"] = items, ["kind"] = "List", ["metadata"] = metadata }
            : new JsonObject { ["kind"] = "List", ["metadata"] = metadata, ["items"] = items, ["after"] = new JsonArray(1, "[") };
    }
}
