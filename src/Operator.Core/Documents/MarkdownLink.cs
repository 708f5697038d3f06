namespace Operator.Core.Documents;

/// <summary>Links from URLs that people and configuration give: only http and https, never with credentials.</summary>
internal static class MarkdownLink
{
    /// <summary>The URL as an autolink; when it is none that may be linked, its text.</summary>
    public static string Bare(string url) => Parse(url) is { } uri ? Bare(uri) : MarkdownText.Escape(url);

    /// <summary>The URL as an autolink.</summary>
    public static string Bare(Uri uri) => $"<{uri.AbsoluteUri}>";

    /// <summary>A titled link; when the URL may not be linked, title and URL as text.</summary>
    public static string Titled(string title, string url) => Parse(url) is { } uri
        ? $"[{MarkdownText.Line(title)}](<{uri.AbsoluteUri.Replace("&", "\\&", StringComparison.Ordinal)}>)"
        : $"{MarkdownText.Line(title)}: {MarkdownText.Escape(url)}";

    /// <summary>The URL, or null when it is not an http or https URL or carries credentials.</summary>
    public static Uri? Parse(string? url) =>
        Uri.TryCreate(VisibleText.Clean(url, MarkdownText.DefaultLimit, out _), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0
            ? uri
            : null;
}
