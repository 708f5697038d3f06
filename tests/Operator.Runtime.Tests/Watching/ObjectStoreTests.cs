using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Watching;

public sealed class ObjectStoreTests
{
    private static readonly ObjectKey A = new("ns", "a");

    private readonly ObjectStore _store = new();
    private readonly List<string> _changes = [];

    public ObjectStoreTests() => _store.Subscribe(c => _changes.Add($"{c.Kind} {c.Current.Key.Name}@{c.Current.ResourceVersion}"));

    [Fact]
    public void A_list_adds_updates_and_deletes_by_difference()
    {
        Replace(null, At("a", "1"), At("b", "2"));
        Replace(null, At("b", "3"), At("c", "4"));

        Assert.Equal(["Added a@1", "Added b@2", "Deleted a@1", "Updated b@3", "Added c@4"], _changes);
    }

    [Fact]
    public void A_list_of_one_namespace_leaves_the_others_alone()
    {
        Replace("left", At("a", "1", "left"));
        Replace("right", At("b", "2", "right"));
        Replace("left");

        Assert.Equal([new ObjectKey("right", "b")], _store.Keys());
    }

    [Fact]
    public void Repeated_and_late_events_are_ignored()
    {
        _store.Upsert(At("a", "9"));
        _store.Upsert(At("a", "9"));
        _store.Upsert(At("a", "8"));
        _store.Remove(At("a", "7"));

        Assert.Equal(["Added a@9"], _changes);
    }

    [Fact]
    public void Versions_are_compared_as_numbers()
    {
        _store.Upsert(At("a", "9"));
        _store.Upsert(At("a", "10"));

        Assert.Equal("10", _store.Find(A)!.ResourceVersion);
    }

    [Fact]
    public void Versions_that_are_no_numbers_only_differ()
    {
        _store.Upsert(At("a", "x9"));
        _store.Upsert(At("a", "x9"));
        _store.Upsert(At("a", "x1"));

        Assert.Equal(["Added a@x9", "Updated a@x1"], _changes);
    }

    [Fact]
    public void An_event_from_before_the_deletion_does_not_bring_an_object_back()
    {
        _store.Upsert(At("a", "1"));
        _store.Remove(At("a", "5"));
        _store.Upsert(At("a", "4"));
        Assert.Null(_store.Find(A));

        _store.Upsert(At("a", "6"));
        Assert.NotNull(_store.Find(A));
    }

    [Fact]
    public void A_list_is_believed_even_when_versions_went_backwards()
    {
        _store.Upsert(At("a", "100"));
        Replace(null, At("a", "5"));
        _store.Upsert(At("a", "6"));

        Assert.Equal("6", _store.Find(A)!.ResourceVersion);
    }

    [Fact]
    public void Tombstones_are_bounded()
    {
        var tombstones = new Tombstones(capacity: 2);
        foreach (var name in (string[])["a", "b", "c"])
        {
            tombstones.Add(new ObjectKey("ns", name), "5");
        }

        Assert.False(tombstones.Covers(A, "4"));
        Assert.True(tombstones.Covers(new ObjectKey("ns", "c"), "4"));
    }

    [Fact]
    public void The_echo_of_our_own_write_is_dropped_when_it_comes_after_the_answer()
    {
        using (var write = _store.BeginWrite(A))
        {
            write.Complete("5");
        }

        _store.Upsert(At("a", "5"));
        Assert.Empty(_changes);

        _store.Upsert(At("a", "6"));
        Assert.Equal(["Updated a@6"], _changes);
    }

    [Fact]
    public void The_echo_of_our_own_write_is_dropped_when_it_comes_before_the_answer()
    {
        using (var write = _store.BeginWrite(A))
        {
            _store.Upsert(At("a", "5"));
            write.Complete("5");
        }

        Assert.Empty(_changes);
        _store.Upsert(At("a", "6"));
        Assert.Equal(["Updated a@6"], _changes);
    }

    [Fact]
    public void Somebody_elses_change_during_our_write_is_told_after_it()
    {
        using (var write = _store.BeginWrite(A))
        {
            _store.Upsert(At("a", "5"));
            _store.Upsert(At("a", "6"));
            write.Complete("5");
            Assert.Empty(_changes);
        }

        Assert.Equal(["Updated a@6"], _changes);
    }

    [Fact]
    public void A_deletion_during_our_write_is_told_after_it()
    {
        _store.Upsert(At("a", "1"));
        _changes.Clear();
        using (var write = _store.BeginWrite(A))
        {
            _store.Remove(At("a", "6"));
            write.Complete("5");
        }

        Assert.Equal(["Deleted a@6"], _changes);
    }

    [Fact]
    public void A_change_during_a_write_that_failed_is_told_after_it()
    {
        using (_store.BeginWrite(A))
        {
            _store.Upsert(At("a", "5"));
        }

        Assert.Equal(["Added a@5"], _changes);
    }

    [Fact]
    public void A_write_that_changed_nothing_hides_nothing_later()
    {
        _store.Upsert(At("a", "5"));
        using (var write = _store.BeginWrite(A))
        {
            write.Complete("5");
        }

        _changes.Clear();
        _store.Upsert(At("a", "6"));
        Assert.Equal(["Updated a@6"], _changes);
    }

    private static StoredObject At(string name, string version, string ns = "ns") => new() { Key = new ObjectKey(ns, name), ResourceVersion = version };

    private void Replace(string? ns, params StoredObject[] items) => _store.Replace(ns, items.ToDictionary(i => i.Key));
}
