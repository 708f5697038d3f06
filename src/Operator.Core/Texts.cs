using Operator.Core.Documents;

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

    /// <summary>
    /// One line for conditions, events and logs: names and labels in it come from anywhere, and must not steer a terminal. Control
    /// characters and what changes the direction of writing are left out, and white space becomes one space.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">How many UTF-16 units it may have, at least 2.</param>
    public static string Line(string text, int maxLength) => Cut(VisibleText.Clean(text, int.MaxValue, out _), maxLength);
}
