using System.Text.RegularExpressions;

namespace Operator.Tests.Rendering;

/// <summary>Names of fields, facts as the status has them, and the UTC of logs are for those who write the resource, not for readers of the document.</summary>
public sealed partial class ReaderWordsTests
{
    [Theory]
    [InlineData("full")]
    [InlineData("minimal")]
    [InlineData("manual")]
    [InlineData("degradation")]
    [InlineData("data-loss")]
    [InlineData("security")]
    [InlineData("near-miss")]
    [InlineData("false-alarm")]
    [InlineData("ongoing")]
    [InlineData("open")]
    [InlineData("partial")]
    [InlineData("disputed")]
    [InlineData("followed")]
    public void Readers_see_words(string name)
    {
        var visible = LinkTarget().Replace(GoldenDocuments.Render(name).Markdown, "");

        Assert.Empty(ApiWord().Matches(visible).Select(m => m.Value));
    }

    [GeneratedRegex(@"\]\(<?[^)]*\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LinkTarget();

    [GeneratedRegex(
        @"\b([Ii]ntroduced|[Ss]tarted|[Dd]etected|[Aa]cknowledged|[Mm]itigated|[Rr]ecovered|[Rr]esolved|[Pp]ending|[Ff]iring)At\b|\bspec\.[a-z]+|\bslos\\?\[|\b(impact|incident|detection|limits|timeSlice|sli)\.[a-z]+[A-Z.]|errorQuery|totalQuery|\{\{|[0-9]T[0-9:.]{8,12}Z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex ApiWord();
}
