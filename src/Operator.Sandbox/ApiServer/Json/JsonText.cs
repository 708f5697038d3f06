using System.Text.Encodings.Web;
using System.Text.Json;

namespace Operator.Sandbox.ApiServer.Json;

/// <summary>Serialiser settings of the API: compact, and no needless escapes in texts that people read.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
