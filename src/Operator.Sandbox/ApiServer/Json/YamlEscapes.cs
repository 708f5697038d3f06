namespace Operator.Sandbox.ApiServer.Json;

/// <summary>What JSON may escape and YAML may not. An apply is read as YAML, here by a shortcut where it is JSON.</summary>
internal static class YamlEscapes
{
    /// <summary>Whether a character is escaped by half: YAML's escapes stand for one character each.</summary>
    public static bool HasSurrogate(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\\') is var at and >= 0 && at + 3 < text.Length)
        {
            var (kind, first, second) = (text[at + 1], text[at + 2] | 0x20, text[at + 3] | 0x20);
            if (kind == 'u' && first == 'd' && second is '8' or '9' or (>= 'a' and <= 'f'))
            {
                return true;
            }

            text = text[(at + 2)..];
        }

        return false;
    }
}
