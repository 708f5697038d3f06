using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Selectors;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Tables;

namespace Operator.Sandbox.ApiServer.Http;

/// <summary>LIST: consistent snapshots in pages, at the newest or a wanted revision.</summary>
internal sealed class ListHandler(ObjectStore store, ObjectResponder responder)
{
    private const int FlushBytes = 64 * 1024;

    public async Task HandleAsync(ApiRequest request)
    {
        var format = AcceptedFormat.Of(request.Http.Request);
        var page = Select(request);
        ObjectResponder.SendWarnings(request);
        request.Http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(request.Http.Response.BodyWriter, JsonText.Writer);
        var table = format.IsTable ? responder.Table(request, format) : null;
        Begin(request, format, table, writer, page);
        foreach (var item in page.Items)
        {
            if (table is not null)
            {
                table.WriteRow(writer, item);
            }
            else
            {
                writer.WriteRawValue(responder.Encode(request, item, format), skipInputValidation: true);
            }

            if (writer.BytesPending > FlushBytes)
            {
                await writer.FlushAsync(request.Aborted);
                await request.Http.Response.BodyWriter.FlushAsync(request.Aborted);
            }
        }

        TableWriter.End(writer);
        await writer.FlushAsync(request.Aborted);
    }

    /// <summary>The items that a request's scope and selectors mean.</summary>
    public ListPage Select(ApiRequest request)
    {
        var labels = LabelSelector.Parse(request.Query("labelSelector"));
        var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Resource);
        var limit = int.TryParse(request.Query("limit"), CultureInfo.InvariantCulture, out var given) && given > 0 ? given : int.MaxValue;
        var (snapshot, start) = Locate(request);
        var items = new List<StoredObject>();
        var ns = request.Path.Namespace;
        for (var i = start; i < snapshot.Items.Count; i++)
        {
            var item = snapshot.Items[i];
            if (ns.Length > 0 && !string.Equals(item.Key.Namespace, ns, StringComparison.Ordinal))
            {
                break;
            }

            if (!labels.Matches(item.Labels) || !fields.Matches(item))
            {
                continue;
            }

            if (items.Count == limit)
            {
                var remaining = labels.IsEmpty && fields.IsEmpty ? End(snapshot, ns) - i : (int?)null;
                return new ListPage(items, snapshot.Revision, Token(snapshot.Revision, item.Key), remaining);
            }

            items.Add(item);
        }

        return new ListPage(items, snapshot.Revision, null, null);
    }

    private (StoreSnapshot Snapshot, int Start) Locate(ApiRequest request)
    {
        var storage = request.Resource.StorageName;
        var first = new ObjectKey(request.Path.Namespace, "");
        if (request.Query("continue") is { Length: > 0 } token)
        {
            var (revision, key) = ReadToken(token);
            var wanted = revision < 0 ? store.Snapshot(storage) : store.SnapshotAt(storage, revision)
                ?? throw ApiErrors.ContinueExpired(Token(-1, key));
            return (wanted, wanted.IndexFrom(key < first ? first : key));
        }

        var snapshot = At(request, storage);
        return (snapshot, snapshot.IndexFrom(first));
    }

    private StoreSnapshot At(ApiRequest request, string storage)
    {
        var current = store.Snapshot(storage);
        if (request.Query("resourceVersion") is not { Length: > 0 } text || text is "0")
        {
            return current;
        }

        if (!long.TryParse(text, CultureInfo.InvariantCulture, out var revision))
        {
            throw ApiErrors.BadRequest($"invalid resource version \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        }

        if (revision > current.Revision)
        {
            throw ApiErrors.ResourceVersionTooLarge(revision, current.Revision);
        }

        return request.Query("resourceVersionMatch") is "Exact"
            ? store.SnapshotAt(storage, revision) ?? throw ApiErrors.ListExpired(revision, current.Revision)
            : current;
    }

    private static void Begin(ApiRequest request, AcceptedFormat format, TableWriter? table, Utf8JsonWriter writer, ListPage page)
    {
        var metadata = ObjectResponder.ListMetadata(page.Revision);
        if (page.Continue is not null || request.Resource.IsCustom)
        {
            // Typed lists leave the field out on the last page, custom ones show it empty.
            metadata["continue"] = page.Continue ?? "";
        }

        if (page.Remaining is { } remaining)
        {
            metadata["remainingItemCount"] = remaining;
        }

        if (table is not null)
        {
            table.Begin(writer, metadata);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("kind", format.IsPartial ? "PartialObjectMetadataList" : request.Resource.ListKind);
        writer.WriteString("apiVersion", format.IsPartial ? format.Version : request.Resource.ApiVersion);
        writer.WritePropertyName("metadata");
        metadata.WriteTo(writer, JsonText.Relaxed);
        writer.WriteStartArray("items");
    }

    private static int End(StoreSnapshot snapshot, string ns) =>
        ns.Length == 0 ? snapshot.Items.Count : snapshot.IndexFrom(new ObjectKey($"{ns}\0", ""));

    private static string Token(long revision, ObjectKey start)
    {
        var json = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = revision, ["ns"] = start.Namespace, ["start"] = start.Name };
        return Convert.ToBase64String(json.ToUtf8()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static (long Revision, ObjectKey Start) ReadToken(string token)
    {
        try
        {
            var base64 = token.Replace('-', '+').Replace('_', '/');
            var json = JsonDecoder.DecodeObject(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
            return (json.LongAt("rv") ?? throw new FormatException(), new ObjectKey(json.TextAt("ns") ?? "", json.TextAt("start") ?? ""));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw ApiErrors.BadRequest("continue key is not valid: it is not a token of this server");
        }
    }
}
