using System.Globalization;
using Operator.Api.Json;

namespace Operator.Tests.Manifests;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2025-12-14T07:05:09Z", "2025-12-14T07:05:09.0000000+00:00")]
    [InlineData("2025-12-14t07:05:09z", "2025-12-14T07:05:09.0000000+00:00")]
    [InlineData("2025-12-14T07:05:09-00:00", "2025-12-14T07:05:09.0000000+00:00")]
    [InlineData("2024-02-29T23:59:59.5+03:00", "2024-02-29T23:59:59.5000000+03:00")]
    [InlineData("2025-12-14T07:05:09.123456789-09:30", "2025-12-14T07:05:09.1234568-09:30")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59.999+14:00", "9999-12-31T23:59:59.9990000+14:00")]
    public void A_time_is_read(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out var time));
        Assert.Equal(expected, time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025-12-14")]
    [InlineData("2025-12-14T07:05Z")]
    [InlineData("2025-12-14T07:05:09")]
    [InlineData("2025-12-14 07:05:09Z")]
    [InlineData("2025-12-14T07:05:09Z ")]
    [InlineData("2025-12-14T07:05:09,5Z")]
    [InlineData("2025-12-14T07:05:09.Z")]
    [InlineData("2025-12-14T07:05:09.1234567890Z")]
    [InlineData("2025-12-14T07:05:09+0300")]
    [InlineData("2025-12-14T07:05:09+14:01")]
    [InlineData("2025-12-14T07:05:09+05:60")]
    [InlineData("2025-12-14T24:00:00Z")]
    [InlineData("2025-12-14T12:60:00Z")]
    [InlineData("2025-12-14T12:00:60Z")]
    [InlineData("2025-02-29T07:05:09Z")]
    [InlineData("2025-13-01T07:05:09Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    public void What_is_not_a_whole_time_or_no_real_date_is_refused(string text) => Assert.False(Rfc3339.TryParse(text, out _));
}
