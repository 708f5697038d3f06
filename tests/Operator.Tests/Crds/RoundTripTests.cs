using System.Globalization;
using System.Text.Json;
using CsCheck;
using Operator.Api;
using Operator.Api.Json;
using Operator.Tests.Evidence;

namespace Operator.Tests.Crds;

public sealed class RoundTripTests
{
    [Fact]
    public void What_the_JSON_leaves_out_keeps_the_value_that_the_type_starts_with()
    {
        var spec = JsonSerializer.Deserialize(
            """
            {"title":"T","severity":"P0","services":["s"],"timeline":[{"at":"2025-12-14T07:00:00Z","event":"e"}],
             "actionItems":[{"id":"A","title":"t"}],"outputs":{"configMap":{}},"prometheus":{},
             "slos":[{"name":"a","objective":99,"timeSlice":{},"sli":{}}]}
            """,
            PostMortemJsonContext.Default.PostMortemSpec)!;

        Assert.Equal("UTC", spec.TimeZone);
        Assert.Equal("5m", spec.Interval);
        Assert.Empty(spec.Authors);
        Assert.Equal(TimelineEntryType.Note, spec.Timeline[0].Type);
        Assert.Equal(ActionItemPriority.Medium, spec.ActionItems[0].Priority);
        Assert.True(spec.Outputs!.ConfigMap!.Enabled);
        Assert.Equal("default", spec.Prometheus!.Source);
        Assert.Equal(("30d", "1m"), (spec.Slos[0].Window, spec.Slos[0].TimeSlice!.Window));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_status_is_the_same_text_whichever_code_writes_it(int sparse)
    {
        var status = new SampleValues { Sparse = sparse }.Of<PostMortemStatus>();

        var json = JsonSerializer.Serialize(status, PostMortemJsonContext.Default.PostMortemStatus);

        Assert.Equal(JsonSerializer.Serialize(status, PostMortemJsonContext.Default.PostMortemStatus), json);
    }

    [Fact]
    public void A_time_is_written_in_UTC_with_three_decimals() => Gen.DateTimeOffset.Sample(time =>
        Assert.Equal(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), MillisecondTimeConverter.Text(time)));
}
