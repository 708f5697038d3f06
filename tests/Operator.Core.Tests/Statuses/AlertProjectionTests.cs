using Operator.Core.Reports;
using Operator.Core.Statuses;

namespace Operator.Core.Tests.Statuses;

/// <summary>The alerts of a status are bounded in number, in length and in bytes.</summary>
public sealed class AlertProjectionTests
{
    [Fact]
    public void What_fits_is_there_as_it_is_and_nothing_is_said()
    {
        var projection = new AlertProjection(1 << 20);

        var alert = Assert.Single(projection.Project([Episode("A", 256)]));

        Assert.Equal(("A", new string('x', 256)), (alert.Name, alert.Labels!["label"]));
        Assert.Empty(projection.Omitted);
    }

    [Fact]
    public void More_than_the_schema_lists_are_counted()
    {
        var projection = new AlertProjection(1 << 20);

        Assert.Equal(200, projection.Project([.. Enumerable.Range(0, 250).Select(i => Episode($"A{i}", 1))]).Count);
        Assert.Equal(["alerts: 50 of 250 are left out; the evidence has all"], projection.Omitted);
    }

    [Fact]
    public void Long_labels_are_cut_and_what_does_not_fit_in_bytes_is_left_out()
    {
        var projection = new AlertProjection(2000);

        var alerts = projection.Project([.. Enumerable.Range(0, 10).Select(i => Episode($"A{i}", 5000))]);

        Assert.Equal(["A0", "A1", "A2", "A3", "A4", "A5"], alerts.Select(a => a.Name));
        Assert.All(alerts, a => Assert.Equal(256, a.Labels!["label"].Length));
        Assert.Equal(
            ["alerts: 4 of 10 are left out; the evidence has all", "alerts: names and labels longer than 256 characters are cut; the evidence has all"],
            projection.Omitted);
    }

    private static AlertEpisode Episode(string name, int length) => new()
    {
        Name = name,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["label"] = new string('x', length) },
    };
}
