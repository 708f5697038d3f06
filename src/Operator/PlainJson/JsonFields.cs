using System.Text.Json;
using Operator.Api.Json;

namespace Operator.PlainJson;

/// <summary>
/// Fields of a JSON object, read without the serializer: what it prepares for each type is dear in a process that reads one file.
/// It refuses what the serializer refuses: a missing or null field that must have a value, and values of other types.
/// </summary>
internal static class JsonFields
{
    /// <summary>The value of a field; null when it is missing or null.</summary>
    public static JsonElement? Field(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The value of a field that must have one.</summary>
    /// <exception cref="JsonException">It is missing or null.</exception>
    public static JsonElement Required(this JsonElement json, string name) => Field(json, name) ?? throw Missing(name);

    public static string Text(this JsonElement json, string name) => Required(json, name).GetString()!;

    public static string? OptionalText(this JsonElement json, string name) => Field(json, name)?.GetString();

    /// <summary>A text that may be missing, but not null.</summary>
    public static string Text(this JsonElement json, string name, string missing) => Present(json, name)?.GetString() ?? missing;

    public static bool Flag(this JsonElement json, string name, bool missing) =>
        json.TryGetProperty(name, out var value) ? value.GetBoolean() : missing;

    public static int Whole(this JsonElement json, string name) => Required(json, name).GetInt32();

    public static long? OptionalWhole(this JsonElement json, string name) => Field(json, name)?.GetInt64();

    public static double Number(this JsonElement json, string name) => Required(json, name).GetDouble();

    public static double? OptionalNumber(this JsonElement json, string name) => Field(json, name)?.GetDouble();

    public static decimal? OptionalAmount(this JsonElement json, string name) => Field(json, name)?.GetDecimal();

    public static DateTimeOffset Time(this JsonElement json, string name) => Moment(Required(json, name), name);

    public static DateTimeOffset? OptionalTime(this JsonElement json, string name) => Field(json, name) is { } value ? Moment(value, name) : null;

    /// <summary>The place of a name among those of an enum, which is its value where the type gives none.</summary>
    /// <exception cref="JsonException">The enum has no such name.</exception>
    public static int Name(this JsonElement value, Type type)
    {
        var text = value.GetString();
        var place = Array.IndexOf(Enum.GetNames(type), text);
        return place >= 0 ? place : throw new JsonException($"'{text}' is no {type.Name}");
    }

    /// <summary>The items of a list that may be missing, but not null.</summary>
    public static T[] List<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        Present(json, name) is { } items ? Items(items, read) : [];

    /// <summary>The items of a list.</summary>
    public static T[] Items<T>(this JsonElement items, Func<JsonElement, T> read)
    {
        var result = new T[items.GetArrayLength()];
        var place = 0;
        foreach (var item in items.EnumerateArray())
        {
            result[place++] = item.ValueKind == JsonValueKind.Null ? throw new JsonException("an item is null") : read(item);
        }

        return result;
    }

    /// <summary>The texts of a list that may be missing, but not null.</summary>
    public static string[] Texts(this JsonElement json, string name) => List(json, name, static item => item.GetString()!);

    /// <summary>Names and texts.</summary>
    public static Dictionary<string, string> Map(this JsonElement json)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in json.EnumerateObject())
        {
            result[field.Name] = field.Value.GetString() ?? throw Missing(field.Name);
        }

        return result;
    }

    private static JsonElement? Present(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Null ? throw Missing(name) : value;
    }

    private static DateTimeOffset Moment(JsonElement value, string name)
    {
        var text = value.GetString()!;
        return Rfc3339.TryParse(text, out var time)
            ? time
            : throw new JsonException($"{name}: '{text}' is not an RFC 3339 time such as 2025-12-14T07:05:00Z");
    }

    private static JsonException Missing(string name) => new($"{name} is missing or null");
}
