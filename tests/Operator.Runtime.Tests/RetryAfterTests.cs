using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests;

public sealed class RetryAfterTests
{
    // The clock stands at the beginning of 2020.
    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData("7", 7)]
    [InlineData("900", 900)]
    [InlineData("901", 900)]
    [InlineData("5000000", 900)]
    [InlineData("2147483648", 900)]
    [InlineData("99999999999999999999999999", 900)]
    [InlineData("Wed, 01 Jan 2020 00:00:07 GMT", 7)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 900)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", null)]
    [InlineData("Tue, 31 Dec 2019 23:59:59 GMT", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_header_asks_for_a_wait_between_a_second_and_fifteen_minutes(string? value, int? seconds)
    {
        using var response = new HttpResponseMessage();
        if (value is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", value);
        }

        Assert.Equal(seconds, RetryAfter.Of(response.Headers, _time)?.TotalSeconds);
    }
}
