using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Operator.Sandbox.ApiServer.Schemas;

/// <summary>The string formats that kube-apiserver checks; unknown ones are annotations only.</summary>
internal static partial class StringFormats
{
    public static bool IsValid(string format, string value) => format switch
    {
        "date-time" => IsDateTime(value),
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "duration" => GoDuration().IsMatch(value),
        "uuid" => Guid.TryParse(value, out _),
        "uri" => Uri.TryCreate(value, UriKind.Absolute, out _),
        "email" => Email().IsMatch(value),
        "hostname" => Uri.CheckHostName(value) is UriHostNameType.Dns,
        "ipv4" => IPAddress.TryParse(value, out var v4) && v4.GetAddressBytes().Length == 4,
        "ipv6" => IPAddress.TryParse(value, out var v6) && v6.GetAddressBytes().Length == 16,
        "cidr" => IPNetwork.TryParse(value, out _),
        "byte" => IsBase64(value),
        _ => true,
    };

    public static bool IsDateTime(string value) =>
        Rfc3339().IsMatch(value) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static bool IsBase64(string value) => Convert.TryFromBase64String(value, new byte[value.Length], out _);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^[+-]?(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h|d|w)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h|d|w))*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GoDuration();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Email();
}
