using System.Collections.Immutable;

namespace Operator.Sandbox.ApiServer.Storage;

/// <summary>All objects of one resource, sorted by key, as they were at one revision.</summary>
internal readonly record struct StoreSnapshot(ImmutableList<StoredObject> Items, long Revision)
{
    /// <summary>Index of the first object whose key is not less than <paramref name="key"/>.</summary>
    public int IndexFrom(ObjectKey key)
    {
        var low = 0;
        var high = Items.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Items[middle].Key < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
