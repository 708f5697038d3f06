using System.Text.RegularExpressions;

namespace Operator.Crds;

/// <summary>
/// The patterns of a spec, compiled by the build: reading and interpreting them takes longer than the document that they judge.
/// A test holds that each pattern of the schema is here. In RE2 a final $ is the end of the text, which is \z here.
/// </summary>
internal static partial class SchemaPatterns
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int TimeoutMilliseconds = 1000;

    /// <summary>The expression of a pattern; null for one that the build does not know.</summary>
    /// <param name="pattern">As the schema has it.</param>
    public static Regex? Find(string pattern) => pattern switch
    {
        @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" => Label(),
        @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$" => Subdomain(),
        @"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$" => Id(),
        @"^https?://[^ \t\r\n]+$" => Url(),
        @"^[A-Z]{3}$" => Currency(),
        @"^(calendarMonth|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$" => Window(),
        @"^([0-9]+h)?([0-9]+m)?([0-9]+s)?$" => Duration(),
        @"^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$" => LongDuration(),
        _ => null,
    };

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", Options, TimeoutMilliseconds)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", Options, TimeoutMilliseconds)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z", Options, TimeoutMilliseconds)]
    private static partial Regex Id();

    [GeneratedRegex(@"^https?://[^ \t\r\n]+\z", Options, TimeoutMilliseconds)]
    private static partial Regex Url();

    [GeneratedRegex(@"^[A-Z]{3}\z", Options, TimeoutMilliseconds)]
    private static partial Regex Currency();

    [GeneratedRegex(@"^(calendarMonth|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)\z", Options, TimeoutMilliseconds)]
    private static partial Regex Window();

    [GeneratedRegex(@"^([0-9]+h)?([0-9]+m)?([0-9]+s)?\z", Options, TimeoutMilliseconds)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?\z", Options, TimeoutMilliseconds)]
    private static partial Regex LongDuration();
}
