using Operator.Api;
using Operator.Testing;

namespace Operator.Core.Tests.Incidents;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Moscow")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+3")]
    public void Finds_IANA_names(string name) => Assert.True(TimeZones.TryFind(name, out _, out _));

    [Theory]
    [InlineData("Europe/Moskow", "Europe/Moscow")]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    public void Suggests_the_nearest_name(string name, string suggestion)
    {
        Assert.False(TimeZones.TryFind(name, out _, out var error));
        Assert.Contains(suggestion, error, StringComparison.Ordinal);
        Assert.Contains(name, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("localtime")]
    [InlineData("Local")]
    [InlineData("posixrules")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("tzdata.zi")]
    [InlineData("zone.tab")]
    [InlineData("Mars/Olympus_Mons")]
    [InlineData("Europe/Moscow\0")]
    public void Refuses_what_is_no_name_of_the_tz_database(string? name) => Assert.False(TimeZones.TryFind(name, out _, out _));

    [Fact]
    public void A_spec_with_an_unknown_zone_is_a_typed_error()
    {
        var error = Assert.Throws<FailureException>(() => TimeZones.Find(SampleIncident.Spec() with { TimeZone = "Europe/Moskva" }));

        Assert.Equal((Reasons.TimeZoneUnknown, true), (error.Reason, error.IsTerminal));
        Assert.StartsWith("spec.timeZone: ", error.Message, StringComparison.Ordinal);
    }
}
