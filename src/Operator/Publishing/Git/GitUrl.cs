using System.Text.RegularExpressions;

namespace Operator.Publishing.Git;

/// <summary>Where a repository is.</summary>
/// <param name="Scheme">https, http, ssh or file.</param>
/// <param name="Text">As git takes it: a path is a file URL, so that a copy may be shallow.</param>
/// <param name="HasPassword">Whether it holds what belongs into the credentials.</param>
internal sealed partial record GitUrl(string Scheme, string Text, bool HasPassword)
{
    /// <summary>Whether both are the same repository, as far as their texts tell: hosts ignore case, and a port may be left out.</summary>
    public bool IsSamePlace(GitUrl other)
    {
        var (one, two) = (new Uri(Text), new Uri(other.Text));
        return Scheme == other.Scheme && one.Host == two.Host && PortOf(one) == PortOf(two) && one.AbsolutePath.TrimEnd('/') == two.AbsolutePath.TrimEnd('/');
    }

    /// <summary>Reads a URL, a path, or ssh's short form user@host:path; null for anything else, such as a transport that runs a program.</summary>
    public static GitUrl? Parse(string text)
    {
        if (text.AsSpan().IndexOfAny("\r\n\0 ") >= 0 || text.StartsWith('-') || text.Contains("::", StringComparison.Ordinal))
        {
            return null;
        }

        if (text.StartsWith('/'))
        {
            return new("file", "file://" + text, false);
        }

        if (ShortForm().Match(text) is { Success: true } match)
        {
            return Parse($"ssh://{match.Groups["host"].Value}/{match.Groups["path"].Value.TrimStart('/')}");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http" or "ssh" or "file") || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }

        // A host that begins with a dash would be an option of ssh.
        var isPlace = uri.Scheme == "file" ? uri.Host.Length == 0 && uri.AbsolutePath.Length > 1 : uri.Host.Length > 0 && !uri.Host.StartsWith('-');
        var isUserSafe = !uri.UserInfo.StartsWith('-');
        return isPlace && isUserSafe ? new(uri.Scheme, text, uri.Scheme == "ssh" ? uri.UserInfo.Contains(':', StringComparison.Ordinal) : uri.UserInfo.Length > 0) : null;
    }

    private static int PortOf(Uri uri) => uri is { Scheme: "ssh", Port: < 0 } ? 22 : uri.Port;

    [GeneratedRegex("^(?<host>[A-Za-z0-9_.][-A-Za-z0-9_.]*@[A-Za-z0-9][-A-Za-z0-9.]*):(?<path>[^:]+)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShortForm();
}
