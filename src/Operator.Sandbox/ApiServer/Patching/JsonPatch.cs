using System.Globalization;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Patching;

/// <summary>RFC 6902.</summary>
internal static class JsonPatch
{
    private const int MaxOperations = 10_000;

    /// <exception cref="ApiException">400 for a malformed patch, 422 for one that does not fit the object.</exception>
    public static JsonObject Apply(JsonObject target, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
        {
            throw ApiErrors.BadRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        }

        if (operations.Count > MaxOperations)
        {
            throw new ApiException(413, "RequestEntityTooLarge", "The allowed maximum operations in a JSON patch is 10000");
        }

        JsonNode root = target;
        foreach (var operation in operations)
        {
            root = ApplyOne(root, operation as JsonObject ?? throw Unprocessable());
        }

        return root as JsonObject ?? throw Unprocessable();
    }

    private static JsonNode ApplyOne(JsonNode root, JsonObject operation)
    {
        var path = Split(operation.TextAt("path") ?? throw Unprocessable());
        var from = operation.TextAt("from");
        switch (operation.TextAt("op"))
        {
            case "add":
                return Add(root, path, operation["value"]?.DeepClone());
            case "remove":
                Remove(root, path);
                return root;
            case "replace":
                if (path.Length > 0)
                {
                    Remove(root, path);
                }

                return Add(root, path, operation["value"]?.DeepClone());
            case "test":
                return JsonNode.DeepEquals(Find(root, path, out _), operation["value"]) ? root : throw Unprocessable();
            case "move" when from is not null:
                var moved = Find(root, Split(from), out var present)?.DeepClone();
                if (!present)
                {
                    throw Unprocessable();
                }

                Remove(root, Split(from));
                return Add(root, path, moved);
            case "copy" when from is not null:
                var copied = Find(root, Split(from), out var found)?.DeepClone();
                return found ? Add(root, path, copied) : throw Unprocessable();
            default:
                throw Unprocessable();
        }
    }

    private static JsonNode Add(JsonNode root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value ?? throw Unprocessable();
        }

        switch (Find(root, path[..^1], out _))
        {
            case JsonObject parent:
                parent[path[^1]] = value;
                break;
            case JsonArray parent:
                parent.Insert(path[^1] is "-" ? parent.Count : Index(path[^1], parent.Count + 1), value);
                break;
            default:
                throw Unprocessable();
        }

        return root;
    }

    private static void Remove(JsonNode root, string[] path)
    {
        if (path.Length == 0)
        {
            throw Unprocessable();
        }

        switch (Find(root, path[..^1], out _))
        {
            case JsonObject parent when parent.Remove(path[^1]):
                break;
            case JsonArray parent:
                parent.RemoveAt(Index(path[^1], parent.Count));
                break;
            default:
                throw Unprocessable();
        }
    }

    private static JsonNode? Find(JsonNode root, string[] path, out bool present)
    {
        JsonNode? node = root;
        present = true;
        foreach (var part in path)
        {
            switch (node)
            {
                case JsonObject o when o.ContainsKey(part):
                    node = o[part];
                    break;
                case JsonArray a:
                    node = a[Index(part, a.Count)];
                    break;
                default:
                    present = false;
                    return null;
            }
        }

        return node;
    }

    private static int Index(string text, int limit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < limit ? index : throw Unprocessable();

    private static string[] Split(string pointer)
    {
        if (pointer.Length == 0)
        {
            return [];
        }

        return pointer[0] == '/'
            ? [.. pointer[1..].Split('/').Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
            : throw Unprocessable();
    }

    private static ApiException Unprocessable() => new(422, "Invalid", "the server rejected our request due to an error in our request");
}
