using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>An indicator that is already a ratio.</summary>
public sealed record RawSliSpec
{
    /// <summary>The share of failed events, 0 to 1; {{.window}} is replaced by the range that is asked. Without {{.window}}, as for a recorded series, the value is averaged over each slice.</summary>
    [Text(4096, Minimum = 1)]
    public required string ErrorRatioQuery { get; init; }
}
