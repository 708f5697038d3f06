using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Tables;

namespace Operator.Sandbox.ApiServer.Http;

/// <summary>Writes objects in the form that the client accepts.</summary>
internal sealed class ObjectResponder(TimeProvider time)
{
    public async Task SendAsync(ApiRequest request, StoredObject stored, int code = 200)
    {
        var format = AcceptedFormat.Of(request.Http.Request);
        SendWarnings(request);
        await SendBytesAsync(request.Http, Encode(request, stored, format), code);
    }

    /// <summary>One object, as a table, as metadata only, or as it is.</summary>
    public byte[] Encode(ApiRequest request, StoredObject stored, AcceptedFormat format)
    {
        if (format.IsTable)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, JsonText.Writer))
            {
                var table = Table(request, format);
                table.Begin(writer, ListMetadata(stored.ResourceVersion));
                table.WriteRow(writer, stored);
                TableWriter.End(writer);
            }

            return buffer.ToArray();
        }

        return format.IsPartial ? PartialMetadata.Encode(stored.Json) : request.Resource.Strategy.Encode(stored);
    }

    public TableWriter Table(ApiRequest request, AcceptedFormat format) =>
        new(request.Resource, format.Version, request.Query("includeObject") is { Length: > 0 } include ? include : "Metadata", time);

    public static JsonObject ListMetadata(long resourceVersion) =>
        new() { ["resourceVersion"] = resourceVersion.ToString(CultureInfo.InvariantCulture) };

    public static Task SendJsonAsync(HttpContext http, JsonNode node, int code = 200) => SendBytesAsync(http, node.ToUtf8(), code);

    public static async Task SendBytesAsync(HttpContext http, byte[] json, int code)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = http.Items[Discovery.DiscoveryHandler.AggregatedContentType] as string ?? "application/json";
        http.Response.ContentLength = json.Length;
        await http.Response.Body.WriteAsync(json, http.RequestAborted);
    }

    public static void SendWarnings(ApiRequest request)
    {
        if (request.Resource.DeprecationWarning is { } deprecation)
        {
            request.Warnings.Add(deprecation);
        }

        foreach (var warning in request.Warnings.Distinct(StringComparer.Ordinal))
        {
            var text = warning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            request.Http.Response.Headers.Append("Warning", $"299 - \"{text}\"");
        }
    }
}
