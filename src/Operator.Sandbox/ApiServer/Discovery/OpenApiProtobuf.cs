using System.Text;
using Microsoft.AspNetCore.Http;

namespace Operator.Sandbox.ApiServer.Discovery;

/// <summary>
/// OpenAPI v2 for kubectl before 1.27, which reads it as protobuf only: a document without schemas, so that it finds nothing to
/// validate by and leaves that to the server.
/// </summary>
internal static class OpenApiProtobuf
{
    // Accepted with an @ before the version, which is no character of a media type: answers have a dot there.
    private const string MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    // openapi.v2.Document: 1 swagger, 2 info {1 title, 2 version}.
    private static readonly byte[] Document =
    [
        .. Field(1, "2.0"u8),
        .. Field(2, [.. Field(1, Encoding.UTF8.GetBytes("postmortem-operator sandbox")), .. Field(2, "v1"u8)]),
    ];

    public static bool IsAsked(HttpRequest request) =>
        request.Path == "/openapi/v2" && request.Headers.Accept.ToString() is var accept
        && accept.Contains("proto-openapi", StringComparison.Ordinal) && !accept.Contains("json", StringComparison.Ordinal);

    public static Task SendAsync(HttpResponse response)
    {
        response.ContentType = MediaType;
        response.ContentLength = Document.Length;
        return response.Body.WriteAsync(Document, 0, Document.Length);
    }

    // Length-delimited; everything here is shorter than 128 bytes.
    private static byte[] Field(int number, ReadOnlySpan<byte> value) => [(byte)((number << 3) | 2), checked((byte)value.Length), .. value];
}
