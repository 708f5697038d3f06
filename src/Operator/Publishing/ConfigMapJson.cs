using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operator.Publishing;

/// <summary>Reads and writes ConfigMaps without reflection.</summary>
[JsonSerializable(typeof(ConfigMapObject))]
internal sealed partial class ConfigMapJson : JsonSerializerContext
{
    /// <summary>The default encoder would make six bytes of each angle bracket of a page, and the API server bounds a request's size.</summary>
    public static ConfigMapJson Instance { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
