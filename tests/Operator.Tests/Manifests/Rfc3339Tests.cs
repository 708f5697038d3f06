using System.Globalization;
using System.Text.RegularExpressions;
using Operator.Api.Json;

namespace Operator.Tests.Manifests;

/// <summary>Times are read by hand; what is one, and which, is what the framework says of texts of RFC 3339's shape.</summary>
public sealed partial class Rfc3339Tests
{
    private static readonly string[] Years = ["0000", "0001", "1900", "2000", "2024", "2025", "9999", "20a5", "025"];
    private static readonly string[] Days = ["-00-10", "-01-01", "-02-28", "-02-29", "-02-30", "-04-31", "-12-31", "-13-01", "-12-00", "-12-32", "/12/14", "-1-1"];
    private static readonly string[] Clocks = ["T00:00:00", "T07:05:09", "t23:59:59", "T24:00:00", "T12:60:00", "T12:00:60", "T7:05:00", "T07-05-00", " 07:05:00", "07:05:00"];
    private static readonly string[] Fractions = ["", ".", ".0", ".5", ".123", ".1234567", ".99999994", ".999999999", ".000000049", ".000000051", ".1234567890", ",5", ".1a"];
    private static readonly string[] Offsets = ["Z", "z", "+00:00", "-00:00", "+03:00", "-09:30", "+14:00", "+14:01", "-14:00", "+15:00", "+05:60", "", "+0300", "Z ", "+3:00"];

    [Fact]
    public void It_says_of_every_text_what_the_framework_says()
    {
        var texts =
            from year in Years
            from day in Days
            from clock in Clocks
            from fraction in Fractions
            from offset in Offsets
            select year + day + clock + fraction + offset;
        foreach (var text in texts)
        {
            var expected = default(DateTimeOffset);
            var isOne = Shape().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out expected);
            expected = isOne ? expected : default;

            Assert.Equal(isOne, Rfc3339.TryParse(text, out var time));
            Assert.True(expected.EqualsExact(time), $"{text}: {time:O}, not {expected:O}");
        }
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\\z")]
    private static partial Regex Shape();
}
