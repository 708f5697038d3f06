using Operator.Core.Documents;
using Operator.Core.Evidence;

namespace Operator.Core.Tests.Documents;

/// <summary>What a question was for, in the appendix of the document.</summary>
public sealed class QueryWordsTests
{
    [Theory]
    [InlineData("detection.alerts[0] (Down)", "Alert Down: when it was pending and firing")]
    [InlineData("detection.alerts (what is newer)", "Whether anything was recorded after the alerts")]
    [InlineData("slos[0] (availability).survey", "availability: which series there are, and since when")]
    [InlineData("slos[0] (availability).sli.ratio.errors", "availability: failed requests of the incident")]
    [InlineData("slos[0] (availability).sli.events.errorQuery", "availability: failed requests of the incident")]
    [InlineData("slos[0] (availability).sli.events.totalQuery", "availability: all requests of the incident")]
    [InlineData("slos[11] (availability).sli.raw.errorRatioQuery", "availability: the share of errors around the incident")]
    [InlineData("slos[0] (availability).gaps", "availability: where samples are missing")]
    [InlineData("slos[0] (availability).beginning", "availability: the indicator at the incident's beginning")]
    [InlineData("slos[0] (availability).labels", "availability: how far its recorded values look back")]
    [InlineData("slos[0] (availability).whateverComes", "availability: the indicator")]
    [InlineData("impact.affectedUsers.totalQuery", "All users")]
    [InlineData("impact.failedRequests.query", "Failed requests")]
    public void Each_purpose_has_words(string purpose, string words) =>
        Assert.Equal(words, QueryWords.Purpose(new EvidenceQuery { Purpose = purpose, Expression = "x", Time = DateTimeOffset.UnixEpoch }));
}
