using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>An alert, by its name and the labels that its series must carry.</summary>
public sealed record AlertSpec
{
    /// <summary>The alert's name (label alertname).</summary>
    [Text(256, Minimum = 1)]
    public required string Name { get; init; }

    /// <summary>Labels that must be equal. Default: any series of that name.</summary>
    [Items(20), Text(1024)]
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
