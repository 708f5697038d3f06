namespace Operator.Api.Schema;

/// <summary>The list is a map (<c>x-kubernetes-list-type: map</c>): items are unique by the key and merged by it in server-side apply.</summary>
/// <param name="key">The JSON name of the item property that identifies an item.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapAttribute(string key) : Attribute
{
    /// <summary>The JSON name of the identifying property.</summary>
    public string Key { get; } = key;
}
