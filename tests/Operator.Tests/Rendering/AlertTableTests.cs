using Operator.Core.Evidence;
using Operator.Testing;

namespace Operator.Tests.Rendering;

public sealed class AlertTableTests
{
    [Fact]
    public void An_alert_that_has_no_end_has_no_end_to_within_something()
    {
        var pending = SampleIncident.Alert() with { Firing = [] };
        var firing = SampleIncident.Alert() with { Name = "QueueFull", Firing = [new SampleRun(SampleIncident.Start.AddMinutes(3), SampleIncident.CollectedAt, 200)] };

        var document = Rendered.Document(SampleIncident.Resource(), SampleIncident.Evidence() with { Alerts = [pending, firing] }).Markdown;

        Assert.Contains("| – | never fired |", document, StringComparison.Ordinal);
        Assert.Contains("| still firing |", document, StringComparison.Ordinal);
        Assert.DoesNotContain("may have cleared", document, StringComparison.Ordinal);
    }
}
