using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Http;

namespace Operator.Sandbox.ApiServer.Discovery;

/// <summary>Reviews that <c>kubectl auth</c> posts: there is one user, who may do everything.</summary>
internal static class VirtualResources
{
    public static IReadOnlyList<VirtualResource> All { get; } =
    [
        new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        new("authentication.k8s.io", "v1", "selfsubjectreviews", "SelfSubjectReview"),
    ];

    public static VirtualResource? Find(ResourcePath path) =>
        All.FirstOrDefault(v => v.Group == path.Group && v.Version == path.Version && v.Plural == path.Resource);

    public static JsonObject Answer(VirtualResource resource, JsonObject review)
    {
        review["status"] = resource.Kind is "SelfSubjectAccessReview"
            ? new JsonObject { ["allowed"] = true, ["reason"] = "the sandbox has one user, who may do everything" }
            : new JsonObject { ["userInfo"] = new JsonObject { ["username"] = "sandbox", ["groups"] = new JsonArray("system:masters", "system:authenticated") } };
        return review;
    }
}
