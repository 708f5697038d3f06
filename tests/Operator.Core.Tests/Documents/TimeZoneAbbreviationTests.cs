using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Operator.Core.Documents;

namespace Operator.Core.Tests.Documents;

/// <summary>The names of offsets against the tz database of this machine, whose files end with the rule that is in force.</summary>
public sealed partial class TimeZoneAbbreviationTests
{
    [Fact]
    public void Every_name_is_the_one_of_the_tz_database_at_that_offset()
    {
        var compared = 0;
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(File))
        {
            var rule = Rule().Match(Encoding.ASCII.GetString(System.IO.File.ReadAllBytes(PathOf(zone))));
            if (!rule.Success)
            {
                continue;
            }

            var standard = -Minutes(rule.Groups["offset"].Value);
            compared += Compare(zone, rule.Groups["standard"].Value, standard);
            if (rule.Groups["summer"].Success)
            {
                var summer = rule.Groups["summerOffset"];
                compared += Compare(zone, rule.Groups["summer"].Value, summer.Success ? -Minutes(summer.Value) : standard + 60);
            }
        }

        Assert.InRange(compared, 300, 2000);
    }

    [Theory]
    [InlineData("Europe/Moscow", 180, "MSK")]
    [InlineData("America/New_York", -240, "EDT")]
    [InlineData("America/New_York", -300, "EST")]
    [InlineData("Asia/Almaty", 300, null)]
    [InlineData("Europe/Berlin", 180, null)]
    public void A_name_belongs_to_one_offset_of_one_zone(string zone, int minutes, string? name) =>
        Assert.Equal(name, TimeZoneAbbreviations.Find(zone, TimeSpan.FromMinutes(minutes)));

    private static int Compare(string zone, string name, int minutes)
    {
        if (TimeZoneAbbreviations.Find(zone, TimeSpan.FromMinutes(minutes)) is not { } ours)
        {
            return 0;
        }

        Assert.Equal((zone, name), (zone, ours));
        return 1;
    }

    private static string PathOf(string zone) => Path.Combine("/usr/share/zoneinfo", zone);

    private static bool File(string zone) => System.IO.File.Exists(PathOf(zone));

    // POSIX counts hours west of Greenwich: CET is -1.
    private static int Minutes(string posix)
    {
        var parts = posix.TrimStart('-', '+').Split(':');
        var minutes = (int.Parse(parts[0], CultureInfo.InvariantCulture) * 60) + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        return posix.StartsWith('-') ? -minutes : minutes;
    }

    [GeneratedRegex(@"\n(?<standard>[A-Za-z]+)(?<offset>[-+]?[0-9:]+)((?<summer>[A-Za-z]+)(?<summerOffset>[-+]?[0-9:]+)?,[^\n]*)?\n\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();
}
