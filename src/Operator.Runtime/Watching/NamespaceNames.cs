using System.Text;
using System.Text.Json;

namespace Operator.Runtime.Watching;

/// <summary>One string for each namespace: thousands of objects share a few.</summary>
internal sealed class NamespaceNames
{
    private const int MaxLength = 63;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Reads the string at which the reader stands, without creating it anew; null for a value of another type.</summary>
    public string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || reader.ValueSpan.Length > MaxLength)
        {
            return JsonValues.Text(ref reader);
        }

        Span<char> chars = stackalloc char[MaxLength];
        var name = chars[..Encoding.UTF8.GetChars(reader.ValueSpan, chars)];
        lock (_lock)
        {
            var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!lookup.TryGetValue(name, out var known))
            {
                known = name.ToString();
                _names.Add(known);
            }

            return known;
        }
    }
}
