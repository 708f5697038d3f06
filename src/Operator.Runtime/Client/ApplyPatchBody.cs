using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Operator.Runtime.Client;

/// <summary>
/// Makes JSON that the API server reads as what it says. It reads the body of an apply as YAML, whose <c>\u</c> escapes stand for one
/// character each: the two halves by which JSON escapes an emoji are refused there, so they become the character itself.
/// </summary>
internal static class ApplyPatchBody
{
    private const int EscapeLength = 6;

    /// <summary>The same JSON, without escaped surrogates; the very array when it has none.</summary>
    public static byte[] Encode(byte[] json)
    {
        ArrayBufferWriter<byte>? result = null;
        var kept = 0;
        var at = 0;
        while (json.AsSpan(at).IndexOf("\\u"u8) is var distance and >= 0)
        {
            at += distance;
            var rest = json.AsSpan(at);
            if (IsEscaped(json, at) || Unit(rest) is not { } high || !char.IsHighSurrogate(high)
                || Unit(rest[EscapeLength..]) is not { } low || !char.IsLowSurrogate(low))
            {
                at += 2;
                continue;
            }

            result ??= new ArrayBufferWriter<byte>(json.Length);
            result.Write(json.AsSpan(kept, at - kept));
            result.Advance(new Rune(high, low).EncodeToUtf8(result.GetSpan(4)));
            at += 2 * EscapeLength;
            kept = at;
        }

        if (result is null)
        {
            return json;
        }

        result.Write(json.AsSpan(kept));
        return result.WrittenSpan.ToArray();
    }

    // An odd number of backslashes before this one: the last of them belongs to it.
    private static bool IsEscaped(byte[] json, int at)
    {
        var before = json.AsSpan(0, at);
        return (before.Length - before.TrimEnd((byte)'\\').Length) % 2 == 1;
    }

    private static char? Unit(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength && text[0] == '\\' && text[1] == 'u'
        && Utf8Parser.TryParse(text[2..EscapeLength], out ushort unit, out var read, 'x') && read == EscapeLength - 2
            ? (char)unit
            : null;
}
