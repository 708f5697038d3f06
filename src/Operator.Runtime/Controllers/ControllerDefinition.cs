using System.Text.Json;
using Operator.Runtime.Client;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Controllers;

/// <summary>What a controller watches.</summary>
public sealed class ControllerDefinition
{
    /// <summary>Name in logs and metrics, such as <c>postmortem</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The resource whose objects are reconciled.</summary>
    public required ResourceType Resource { get; init; }

    /// <summary>Namespaces to watch; none means all.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Annotations of the resource whose change asks for a reconcile, such as a reconcile-now token.</summary>
    public IReadOnlyList<string> TokenAnnotations { get; init; } = [];

    /// <summary>
    /// Makes of each object what the program wants to know of all of them at any time, such as for metrics; the store keeps it as
    /// <see cref="StoredObject.Facts"/>. It must be small and must not throw. Without it only metadata are listed and watched.
    /// </summary>
    public Func<JsonElement, object?>? Facts { get; init; }

    /// <summary>Resources whose objects the reconciler creates: a change by somebody else brings their owner back.</summary>
    public IReadOnlyList<OwnedResource> Owned { get; init; } = [];

    /// <summary>Workers, time-outs, back-off.</summary>
    public ControllerOptions Options { get; init; } = new();

    /// <summary>How to list and watch; label selectors of owned resources stand there.</summary>
    public ReflectorOptions Watching { get; init; } = new();
}

/// <summary>A resource whose objects belong to reconciled objects by a controlling owner reference, or by an annotation.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="LabelSelector">Labels that the reconciler sets on all of them, so that nobody else's objects are watched.</param>
/// <param name="OwnerAnnotation">Annotation that names the owner of an object without an owner reference, which outlives its owner; null for none.</param>
public sealed record OwnedResource(ResourceType Resource, string? LabelSelector, string? OwnerAnnotation = null)
{
    /// <summary>What is kept of each object beside what scheduling needs; it gets the metadata alone. It must be small and must not throw.</summary>
    public Func<JsonElement, object?>? Facts { get; init; }
}
