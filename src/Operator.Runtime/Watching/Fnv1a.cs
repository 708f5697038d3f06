namespace Operator.Runtime.Watching;

/// <summary>The 64-bit FNV-1a hash: small, stable, and good enough to notice a change. Not for anything an attacker may gain by.</summary>
internal struct Fnv1a()
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public ulong Value { get; private set; } = OffsetBasis;

    /// <summary>Adds a string and its end, so that "ab" + "c" differs from "a" + "bc".</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var hash = Value;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * Prime;
        }

        Value = (hash ^ 0xFF) * Prime;
    }

    /// <summary>Adds a string under its name; the order in which names come does not matter.</summary>
    public void AddUnordered(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var pair = new Fnv1a();
        pair.Add(name);
        pair.Add(value);
        Value += pair.Value;
    }
}
