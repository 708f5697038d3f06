using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Operator.Core;
using Operator.Runtime;

namespace Operator.Publishing.Git;

/// <summary>What git and servers say, made fit for conditions: without secrets in any spelling, control characters and noise.</summary>
internal static partial class GitMessage
{
    private const int Longest = 1024;
    private const string Mask = "***";

    // What comes last says why.
    private const int MostRead = 16 * 1024;

    private static readonly string[] Progress = ["Enumerating", "Counting", "Compressing", "Writing", "Receiving", "Resolving", "Unpacking", "Total ", "Delta "];

    // Advice for a person at a terminal. That of ssh names a copy of the file that the administrator set.
    private static readonly string[] Advice =
    [
        "To ", "hint: ", "error: failed to push some refs", "Done", "fatal: could not read Username for ", "fatal: could not read Password for ", "@", "IT IS POSSIBLE ", "Someone could be ",
        "It is also possible ", "Please contact your system ", "Add correct host key in ", "Offending ", "remove with:", "ssh-keygen -f ", "Host key for ",
        "Please make sure you have the correct access rights", "and the repository exists.",
    ];

    /// <summary>The message, at most 1 KiB.</summary>
    /// <param name="text">Standard error.</param>
    /// <param name="secrets">What must not be shown.</param>
    public static string Clean(string text, IReadOnlyList<string> secrets)
    {
        var isCut = text.Length >= MostRead;
        text = Escapes().Replace(isCut ? text[^MostRead..] : text, "");
        text = isCut ? WithoutPart(text, secrets) : text;
        text = UrlCredentials().Replace(text, "${scheme}" + Mask + "@");
        text = Authorization().Replace(text, "${name}" + Mask);
        text = QuerySecrets().Replace(text, "${name}" + Mask);
        foreach (var spelling in secrets.SelectMany(Spellings).Distinct(StringComparer.Ordinal).OrderByDescending(s => s.Length))
        {
            text = text.Replace(spelling, Mask, StringComparison.OrdinalIgnoreCase);
        }

        // A progress line that is written over again and again counts once.
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r').Split('\r')[^1].Trim()).Where(l => l.Length > 0 && !IsNoise(l)).Select(l => RemotePrefix().Replace(l, ""));
        return Texts.Line(VisibleText.Of(Cut(string.Join("; ", lines.Where(l => l.Length > 0).Distinct(StringComparer.Ordinal)))), Longest);
    }

    private static bool IsNoise(string line)
    {
        var said = RemotePrefix().Replace(line, "");
        return Progress.Any(p => said.StartsWith(p, StringComparison.Ordinal)) || Advice.Any(a => line.StartsWith(a, StringComparison.Ordinal));
    }

    private static string Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= Longest)
        {
            return text;
        }

        var cut = Texts.Cut(text, Longest);
        while (Encoding.UTF8.GetByteCount(cut) > Longest)
        {
            cut = Texts.Cut(cut, cut.Length - 8);
        }

        return cut;
    }

    /// <summary>A text that begins somewhere in a line, without what may be the rest of a secret there.</summary>
    private static string WithoutPart(string text, IReadOnlyList<string> secrets)
    {
        var lineEnd = text.IndexOf('\n', StringComparison.Ordinal);
        if (lineEnd >= 0 && lineEnd < text.Length - 1)
        {
            return text[(lineEnd + 1)..];
        }

        var part = secrets.SelectMany(Spellings).SelectMany(s => Enumerable.Range(1, s.Length - 1).Select(i => s[i..])).Where(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase)).MaxBy(s => s.Length);
        return part is null ? text : Mask + text[part.Length..];
    }

    private static IEnumerable<string> Spellings(string secret)
    {
        if (secret.Length < 4)
        {
            yield break;
        }

        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        yield return JsonEncodedText.Encode(secret).ToString();
        yield return secret.Replace("/", "\\/", StringComparison.Ordinal);
        yield return WebUtility.HtmlEncode(secret);
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return Convert.ToBase64String(bytes).TrimEnd('=');
        yield return Convert.ToHexStringLower(bytes);
    }

    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escapes();

    [GeneratedRegex(@"(?<scheme>[a-z][a-z0-9+.-]*://)[^\s/@]+@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UrlCredentials();

    [GeneratedRegex(@"(?<name>authorization: *(basic|bearer) +)\S+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Authorization();

    // Parameters of an address that are named as secrets are.
    [GeneratedRegex(@"(?<name>[?&;][^=&?;\s]{0,60}(token|secret|passw|credential|signature|api-?_?key|\bsig)[^=&?;\s]{0,60}=)[^&\s]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuerySecrets();

    [GeneratedRegex("^remote: ?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RemotePrefix();
}
