using System.Text.Json;
using Operator.Reconciling;

namespace Operator.Tests.Reconciling;

/// <summary>Objects that a CRD of another version let through.</summary>
public sealed class LivePostMortemTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new LivePostMortemConverter() } };

    [Fact]
    public void A_value_that_is_not_known_is_told_by_its_field_and_its_mend_and_by_no_type_of_ours()
    {
        var live = JsonSerializer.Deserialize<LivePostMortem>(
            """{"metadata":{"uid":"u","generation":3},"spec":{"title":"t","severity":"P9","services":["s"]}}""", Options)!;

        Assert.Null(live.Resource);
        Assert.Equal(3, live.Metadata.Generation);
        Assert.StartsWith("spec.severity: ", live.Problem, StringComparison.Ordinal);
        Assert.Contains("CustomResourceDefinition", live.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Operator.", live.Problem, StringComparison.Ordinal);
    }
}
