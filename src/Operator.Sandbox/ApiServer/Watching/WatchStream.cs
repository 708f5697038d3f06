using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Tables;

namespace Operator.Sandbox.ApiServer.Watching;

/// <summary>Writes watch events as lines, the stored bytes as they are where the client wants plain objects.</summary>
internal sealed class WatchStream(ApiRequest request, AcceptedFormat format, ObjectResponder responder)
{
    public Task WriteAsync(string type, StoredObject item) => WriteLineAsync(type, responder.Encode(request, item, format));

    public Task WriteErrorAsync(ApiException error) => WriteLineAsync("ERROR", error.ToStatus().ToUtf8());

    public Task WriteBookmarkAsync(long revision, bool endsInitialEvents)
    {
        if (format.IsTable)
        {
            return WriteLineAsync("BOOKMARK", EmptyTable(revision));
        }

        var metadata = new JsonObject
        {
            ["creationTimestamp"] = null,
            ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture),
        };
        if (endsInitialEvents)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var bookmark = new JsonObject
        {
            ["kind"] = format.IsPartial ? "PartialObjectMetadata" : request.Resource.Kind,
            ["apiVersion"] = format.IsPartial ? format.Version : request.Resource.ApiVersion,
            ["metadata"] = metadata,
        };
        return WriteLineAsync("BOOKMARK", bookmark.ToUtf8());
    }

    private byte[] EmptyTable(long revision)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Writer))
        {
            responder.Table(request, format).Begin(writer, ObjectResponder.ListMetadata(revision));
            TableWriter.End(writer);
        }

        return buffer.ToArray();
    }

    private async Task WriteLineAsync(string type, byte[] value)
    {
        var body = request.Http.Response.BodyWriter;
        Append("{\"type\":\""u8);
        Append(System.Text.Encoding.ASCII.GetBytes(type));
        Append("\",\"object\":"u8);
        Append(value);
        Append("}\n"u8);
        if (body.UnflushedBytes > 64 * 1024)
        {
            await body.FlushAsync(request.Aborted);
        }

        void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(body.GetSpan(bytes.Length));
            body.Advance(bytes.Length);
        }
    }
}
