using Operator.Evidence;

namespace Operator.Tests.Evidence.Alerts;

/// <summary>Matchers are read as Alertmanager's own configuration reads them.</summary>
public sealed class AlertMatcherParserTests
{
    [Theory]
    [InlineData("severity=~\"page|critical\"", "severity=~\"page|critical\"")]
    [InlineData("namespace!=\"dev\"", "namespace!=\"dev\"")]
    [InlineData("severity=page", "severity=\"page\"")]
    [InlineData("  severity !~ info ", "severity!~\"info\"")]
    [InlineData("{severity=\"page\",namespace!~\"dev|test\"}", "severity=\"page\" namespace!~\"dev|test\"")]
    [InlineData("severity=page, team=a,", "severity=\"page\" team=\"a\"")]
    [InlineData("path=\"a,b\"", "path=\"a,b\"")]
    [InlineData("path=~\"a\\.b\"", "path=~\"a\\\\.b\"")]
    [InlineData("path=\"a\\\"b\\\\c\\nd\"", "path=\"a\\\"b\\\\c\\nd\"")]
    [InlineData("path=\"{a}\"", "path=\"{a}\"")]
    [InlineData("severity=", "severity=\"\"")]
    public void A_matcher_means_what_it_means_to_Alertmanager(string text, string expected)
    {
        Assert.Null(AlertMatcherParser.TryParse(text, out var matchers));
        Assert.Equal(expected, string.Join(' ', matchers));
    }

    [Theory]
    [InlineData("severity")]
    [InlineData("=page")]
    [InlineData("0a=b")]
    [InlineData("a b=c")]
    [InlineData("a=\"b")]
    [InlineData("a=b\"")]
    [InlineData("a=\"b\"c\"")]
    [InlineData("{}")]
    [InlineData("a=b,,c=d")]
    public void What_is_no_matcher_is_refused(string text)
    {
        Assert.NotNull(AlertMatcherParser.TryParse(text, out var matchers));
        Assert.Empty(matchers);
    }
}
