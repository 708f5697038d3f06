using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.Patching;

/// <summary>RFC 7396.</summary>
internal static class JsonMergePatch
{
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else if (value is JsonObject)
            {
                var before = result[name];
                result.Remove(name);
                result[name] = Apply(before, value);
            }
            else
            {
                result[name] = value.DeepClone();
            }
        }

        return result;
    }
}
