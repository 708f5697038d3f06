using System.Text.RegularExpressions;

namespace Operator.Rendering;

/// <summary>Which links may stand in a document. An allow-list: whatever is not known to be harmless is shown as text.</summary>
internal static partial class LinkPolicy
{
    /// <summary>Whether an address is a picture itself: nothing is loaded to show it, and its formats hold no scripts.</summary>
    public static bool IsPicture(string? url) => url is not null && Picture().IsMatch(url);

    /// <summary>Whether a link may lead there: http, https, mailto, or a place in this document.</summary>
    public static bool Allows(string? url)
    {
        if (string.IsNullOrEmpty(url))
        {
            return false;
        }

        foreach (var c in url)
        {
            // Browsers skip these inside a scheme.
            if (char.IsControl(c) || char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return url[0] == '#'
            || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Picture();
}
