using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.ManagedFields;

/// <summary>
/// A set of fields as a tree, as <c>fieldsV1</c> writes it: keys are <c>f:name</c>, <c>k:{…}</c> or <c>v:value</c>,
/// and a node may be in the set itself, or only lead to fields that are.
/// </summary>
internal sealed class FieldTree
{
    private readonly SortedDictionary<string, FieldTree> _children = new(StringComparer.Ordinal);

    public bool IsMember { get; set; }

    public IReadOnlyDictionary<string, FieldTree> Children => _children;

    public bool IsEmpty => !IsMember && _children.Count == 0;

    public FieldTree At(string element)
    {
        if (!_children.TryGetValue(element, out var child))
        {
            _children[element] = child = new FieldTree();
        }

        return child;
    }

    public void Set(string element, FieldTree child)
    {
        if (!child.IsEmpty)
        {
            _children[element] = child;
        }
    }

    public FieldTree? Find(string element) => _children.GetValueOrDefault(element);

    public FieldTree Union(FieldTree other)
    {
        var result = new FieldTree { IsMember = IsMember || other.IsMember };
        foreach (var element in _children.Keys.Union(other._children.Keys, StringComparer.Ordinal))
        {
            var (left, right) = (Find(element), other.Find(element));
            result._children[element] = left is null ? right! : right is null ? left : left.Union(right);
        }

        return result;
    }

    public FieldTree Intersection(FieldTree other) => Combine(other, (mine, theirs) => mine && theirs, keepsMissing: false);

    public FieldTree Difference(FieldTree other) => Combine(other, (mine, theirs) => mine && !theirs, keepsMissing: true);

    /// <summary>The paths of all members, outermost first.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths() => Paths([]);

    public JsonObject ToFieldsV1()
    {
        var json = new JsonObject();
        foreach (var (element, child) in _children)
        {
            var inner = child.ToFieldsV1();
            if (child.IsMember && inner.Count > 0)
            {
                inner.Insert(0, ".", new JsonObject());
            }

            json[element] = inner;
        }

        return json;
    }

    public static FieldTree FromFieldsV1(JsonObject json)
    {
        var tree = new FieldTree();
        foreach (var (element, value) in json)
        {
            if (element is ".")
            {
                tree.IsMember = true;
            }
            else
            {
                var child = FromFieldsV1(value as JsonObject ?? []);
                child.IsMember |= child._children.Count == 0;
                tree._children[element] = child;
            }
        }

        return tree;
    }

    private FieldTree Combine(FieldTree other, Func<bool, bool, bool> member, bool keepsMissing)
    {
        var result = new FieldTree { IsMember = member(IsMember, other.IsMember) };
        foreach (var (element, mine) in _children)
        {
            var combined = other.Find(element) is { } theirs ? mine.Combine(theirs, member, keepsMissing) : keepsMissing ? mine : null;
            if (combined is { IsEmpty: false })
            {
                result._children[element] = combined;
            }
        }

        return result;
    }

    private IEnumerable<IReadOnlyList<string>> Paths(List<string> prefix)
    {
        if (IsMember && prefix.Count > 0)
        {
            yield return [.. prefix];
        }

        foreach (var (element, child) in _children)
        {
            foreach (var path in child.Paths([.. prefix, element]))
            {
                yield return path;
            }
        }
    }
}
