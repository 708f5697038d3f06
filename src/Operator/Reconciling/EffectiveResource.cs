using k8s.Models;
using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Reconciling;

/// <summary>The resource that a reconcile works on.</summary>
internal static class EffectiveResource
{
    /// <summary>The resource with the times and approvals that count, and as old as the post-mortem is.</summary>
    /// <param name="resource">The resource in the cluster.</param>
    /// <param name="spec">Its spec with the stated times that count.</param>
    /// <param name="status">Its status with what was taken over from an earlier life.</param>
    public static PostMortem Of(PostMortem resource, PostMortemSpec spec, PostMortemStatus? status)
    {
        var metadata = status?.CreatedAt is not { } created ? resource.Metadata : new V1ObjectMeta
        {
            Name = resource.Metadata.Name,
            NamespaceProperty = resource.Metadata.NamespaceProperty,
            Uid = resource.Metadata.Uid,
            Generation = resource.Metadata.Generation,
            ResourceVersion = resource.Metadata.ResourceVersion,
            Annotations = resource.Metadata.Annotations,
            Labels = resource.Metadata.Labels,
            CreationTimestamp = created.UtcDateTime,
        };
        return resource with { Metadata = metadata, Spec = ApprovalBook.Apply(spec, status?.Approvals), Status = status };
    }
}
