namespace Operator.Core;

/// <summary>Texts of bounded length.</summary>
public static class Texts
{
    /// <summary>The text, or its beginning and an ellipsis; no character outside the basic plane is cut in two.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">How many UTF-16 units it may have, at least 2.</param>
    public static string Cut(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
