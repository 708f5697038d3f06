using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.Cel;

/// <summary>An object of the schema; its members become values when they are read.</summary>
internal sealed record CelObject(JsonObject Json, StructuralSchema? Schema);

/// <summary>Values: null, bool, long, double, string, byte[], DateTimeOffset, TimeSpan, lists, maps and <see cref="CelObject"/>.</summary>
internal static class CelValues
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static object? From(JsonNode? node, StructuralSchema? schema)
    {
        switch (node)
        {
            case null:
                return null;
            case JsonObject o:
                return new CelObject(o, schema);
            case JsonArray array:
                return array.Select(i => From(i, schema?.Items)).ToList();
        }

        return node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => schema?.Type is "number" || node.AsLong() is null ? node.AsDouble() : node.AsLong(),
            _ => Text(node.GetValue<string>(), schema?.Format),
        };
    }

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (long l, double r) => r.Equals(l),
        (double l, long r) => l.Equals(r),
        (byte[] l, byte[] r) => l.AsSpan().SequenceEqual(r),
        (CelObject l, CelObject r) => JsonNode.DeepEquals(l.Json, r.Json),
        (List<object?> l, List<object?> r) => l.Count == r.Count && l.Zip(r).All(p => AreEqual(p.First, p.Second)),
        (Dictionary<object, object?> l, Dictionary<object, object?> r) =>
            l.Count == r.Count && l.All(p => r.TryGetValue(p.Key, out var other) && AreEqual(p.Value, other)),
        _ => Equals(left, right),
    };

    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (long l, long r) => l.CompareTo(r),
        (double l, double r) => l.CompareTo(r),
        (long l, double r) => ((double)l).CompareTo(r),
        (double l, long r) => l.CompareTo(r),
        (string l, string r) => string.CompareOrdinal(l, r),
        (bool l, bool r) => l.CompareTo(r),
        (DateTimeOffset l, DateTimeOffset r) => l.CompareTo(r),
        (TimeSpan l, TimeSpan r) => l.CompareTo(r),
        _ => throw NoOverload("_<_"),
    };

    public static CelException NoOverload(string function) => new($"no such overload: {function}");

    /// <summary>A Go duration such as <c>1h30m</c> or <c>-1.5s</c>.</summary>
    public static TimeSpan Duration(string text)
    {
        var rest = text.AsSpan().TrimStart('-').TrimStart('+');
        var total = 0.0;
        while (rest.Length > 0 && rest is not "0")
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var unit = digits <= 0 ? throw Invalid(text) : rest[digits..];
            var length = unit.IndexOfAny(Digits) is var end && end < 0 ? unit.Length : end;
            total += double.Parse(rest[..digits], CultureInfo.InvariantCulture) * unit[..length] switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                "ns" => 1e-9,
                _ => throw Invalid(text),
            };
            rest = unit[length..];
        }

        return TimeSpan.FromSeconds(text.StartsWith('-') ? -total : total);
    }

    public static DateTimeOffset Timestamp(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new CelException($"cannot convert '{text}' to a timestamp");

    private static object Text(string value, string? format) => format switch
    {
        "date-time" or "date" => Timestamp(value),
        "duration" => Duration(value),
        "byte" => Convert.FromBase64String(value),
        _ => value,
    };

    private static CelException Invalid(string text) => new($"cannot convert '{text}' to a duration");
}
