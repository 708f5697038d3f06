using Operator.Facts;
using Operator.Publishing;
using Operator.Rendering;
using Operator.Rendering.Templates;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Watching;

namespace Operator.Reconciling;

/// <summary>
/// Tells from the first lists alone that a PostMortem is at rest, so that a restart with thousands of them asks the API server for
/// nothing but the lists. Whatever is in doubt is read.
/// </summary>
internal sealed class RestFromLists(ReconcileMemory memory, TemplateCatalog templates)
{
    /// <summary>Whether nothing is to be done before the next look, which is then remembered.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="context">What the watches know.</param>
    /// <param name="now">The time.</param>
    /// <param name="nextLook">When time alone will make a difference; null for never.</param>
    public bool Holds(ObjectKey key, ReconcileContext context, DateTimeOffset now, out DateTimeOffset? nextLook)
    {
        nextLook = null;
        if (memory.Knows(key)
            || context.Known is not { IsDeleting: false, Facts: PostMortemFacts { IsSettled: true } facts } known
            || Children(key, context) is not { } children
            || Documents(children) is not [var document]
            || !IsCurrent(document, known, facts, now, out nextLook)
            || !OthersFit(key, children, document, facts))
        {
            return false;
        }

        var owner = new OwnerMemory(UniqueId.Of(known.Uid)) { RestingVersion = known.ResourceVersion, NextLook = nextLook };
        foreach (var child in children)
        {
            // The content is not known, but that it is as it should be.
            owner.Remember(child.Key.Name, default, child.ResourceVersion);
        }

        memory.Rest(key, owner);
        return true;
    }

    private StoredObject[]? Children(ObjectKey key, ReconcileContext context)
    {
        var store = context.Owned.GetValueOrDefault(ResourceType.ConfigMap);
        var found = memory.AtStart(key, context).Select(name => store?.Find(new ObjectKey(key.Namespace, name))).OfType<StoredObject>().ToArray();
        return Array.TrueForAll(found, c => c is { IsDeleting: false, Facts: ConfigMapFacts { IsEdited: false } }) ? found : null;
    }

    private static StoredObject[] Documents(StoredObject[] children) => Array.FindAll(children, c => ((ConfigMapFacts)c.Facts!).Rest is not null);

    private bool IsCurrent(StoredObject document, StoredObject known, PostMortemFacts facts, DateTimeOffset now, out DateTimeOffset? nextLook)
    {
        var seen = (ConfigMapFacts)document.Facts!;
        var record = RestRecord.Parse(seen.Rest);
        nextLook = record?.NextLook;
        return record is not null
            && record.Generation == known.Generation
            && record.Document == facts.Document
            && record.Keys == seen.Keys
            && !(nextLook <= now)
            && RenderingVersion.IsCurrent(record.Rendering, templates);
    }

    /// <summary>Beside the document there is the evidence, if any was frozen, and nothing else.</summary>
    private static bool OthersFit(ObjectKey key, StoredObject[] children, StoredObject document, PostMortemFacts facts)
    {
        var evidence = ChildNames.Evidence(key.Name);
        var others = Array.FindAll(children, c => c != document);
        return facts.IsFrozen
            ? others is [{ Key.Name: var name, Facts: ConfigMapFacts { Keys.Length: > 0 } }] && name == evidence
            : others.Length == 0;
    }
}
