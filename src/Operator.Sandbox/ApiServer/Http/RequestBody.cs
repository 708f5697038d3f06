using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Http;

internal static class RequestBody
{
    /// <summary>kube-apiserver's <c>MaxRequestBodyBytes</c>.</summary>
    public const int Limit = 3 * 1024 * 1024;

    /// <exception cref="ApiException">413 above the limit.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81_920];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            await buffer.WriteAsync(chunk.AsMemory(0, read), http.RequestAborted);
            if (buffer.Length > Limit)
            {
                throw ApiErrors.BodyTooLarge(Limit);
            }
        }

        return buffer.ToArray();
    }

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <exception cref="ApiException">400 when the text is not an object, 415 when the format is unknown.</exception>
    public static JsonObject Decode(byte[] body, string mediaType, List<string> duplicates)
    {
        var node = mediaType switch
        {
            "" or "application/json" or "*/*" => DecodeAny(body, yaml: false, duplicates),
            "application/yaml" => DecodeAny(body, yaml: true, duplicates),
            ProtobufDecoder.MediaType => DecodeProtobuf(body),
            _ => throw ApiErrors.UnsupportedMediaType("application/json", "application/yaml"),
        };
        return node as JsonObject ?? throw ApiErrors.BadRequest("couldn't get version/kind; json parse error: the body is not an object");
    }

    private static JsonObject DecodeProtobuf(byte[] body)
    {
        try
        {
            return ProtobufDecoder.Decode(body);
        }
        catch (JsonException e)
        {
            throw ApiErrors.BadRequest(e.Message);
        }
    }

    public static JsonNode? DecodeAny(byte[] body, bool yaml, List<string>? duplicates = null)
    {
        try
        {
            // JSON is YAML, and much cheaper to read as what it is.
            return yaml && !(body.Length > 0 && body[0] == '{')
                ? YamlDecoder.Decode(Encoding.UTF8.GetString(body), duplicates)
                : JsonDecoder.Decode(body, duplicates);
        }
        catch (JsonException e)
        {
            throw ApiErrors.BadRequest($"couldn't get version/kind; json parse error: {e.Message}");
        }
    }
}
