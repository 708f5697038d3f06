using System.Text.Json;

namespace Operator.Prometheus;

/// <summary>Skips a value of which only the first token has arrived.</summary>
internal sealed class ValueSkipper
{
    private int _depth = -1;

    /// <summary>Whether the next token belongs to a value that is ignored.</summary>
    public bool IsSkipping => _depth >= 0;

    /// <summary>Begins at a value's first token, which is also its last unless it is an object or an array.</summary>
    public void Start(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _depth = reader.CurrentDepth;
        }
    }

    public void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && reader.CurrentDepth == _depth)
        {
            _depth = -1;
        }
    }
}
