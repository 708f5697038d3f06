using System.Text.Json;
using Operator.Prometheus;

namespace Operator.Tests.Prometheus;

public sealed class AlertRulesTests
{
    [Theory]
    [InlineData("""{"name":"Down","type":"alerting","labels":{"severity":"page"},"keepFiringFor":300}""", 300)]
    [InlineData("""{"name":"Down","type":"alerting","labels":{"severity":"page"},"keep_firing_for":60}""", 60)]
    [InlineData("""{"name":"Down","labels":{"severity":"page"}}""", 0)]
    [InlineData("""{"name":"Down","labels":{"severity":"page"},"keepFiringFor":-1,"alerts":[],"health":"ok"}""", 0)]
    public void A_rule_is_read_as_each_kind_of_server_writes_it(string rule, double keepFiring)
    {
        var read = Assert.Single(Read($$"""{"groups":[{"name":"g","interval":30,"rules":[{{rule}},{"name":"r","type":"recording"}]}]}"""));

        Assert.Equal(("Down", 30.0, keepFiring, "page"), (read.Name, read.IntervalSeconds, read.KeepFiringSeconds, read.Labels["severity"]));
    }

    [Fact]
    public void An_interval_that_is_missing_or_makes_no_sense_is_not_known()
    {
        Assert.Null(Assert.Single(Read("""{"groups":[{"rules":[{"name":"Down"}]}]}""")).IntervalSeconds);
        Assert.Null(Assert.Single(Read("""{"groups":[{"interval":0,"rules":[{"name":"Down"}]}]}""")).IntervalSeconds);
    }

    [Theory]
    [InlineData("""{"groups":[{"name":"g"}]}""")]
    [InlineData("""{"alerts":[]}""")]
    public void Another_answer_is_refused(string data) => Assert.Throws<JsonException>(() => Read(data));

    private static IReadOnlyList<AlertRule> Read(string data)
    {
        using var document = JsonDocument.Parse(data);
        return AlertRules.Read(document.RootElement);
    }
}
