using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Http;

namespace Operator.Sandbox.ApiServer.ManagedFields;

internal sealed class FieldManager(TimeProvider time)
{
    public void Track(ApiRequest request, JsonObject? old, JsonObject value) => _ = (time, request, old, value);

    public JsonObject Apply(ApiRequest request, JsonObject? old, JsonObject config)
    {
        _ = (time, request);
        return old ?? config;
    }

    public static bool EqualsButForTimes(JsonObject old, JsonObject next) => JsonNode.DeepEquals(old, next);
}
