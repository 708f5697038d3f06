namespace Operator.Api.Schema;

/// <summary>A column of <c>kubectl get</c>.</summary>
/// <param name="name">The heading.</param>
/// <param name="jsonPath">The simple JSON path that is read, starting with a dot.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute(string name, string jsonPath) : Attribute
{
    /// <summary>The heading.</summary>
    public string Name { get; } = name;

    /// <summary>The JSON path.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>OpenAPI type: string, integer, number, boolean or date. Default: string.</summary>
    public string Type { get; set; } = "string";

    /// <summary>0 is always shown, 1 only with <c>-o wide</c>. Default: 0.</summary>
    public int Priority { get; init; }

    /// <summary>What the column tells, for <c>kubectl explain</c> and generated documentation.</summary>
    public string? Description { get; init; }
}
