using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Http;

namespace Operator.Sandbox.ApiServer.Discovery;

/// <summary>Reviews that <c>kubectl auth</c> posts, and programs that let the API server judge a request: there is one user, who may do everything.</summary>
internal static class VirtualResources
{
    private const string UserName = "sandbox";

    public static IReadOnlyList<VirtualResource> All { get; } =
    [
        new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        new("authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview"),
        new("authentication.k8s.io", "v1", "selfsubjectreviews", "SelfSubjectReview"),
        new("authentication.k8s.io", "v1", "tokenreviews", "TokenReview"),
    ];

    public static VirtualResource? Find(ResourcePath path) =>
        All.FirstOrDefault(v => v.Group == path.Group && v.Version == path.Version && v.Plural == path.Resource);

    /// <summary>Answers a review.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="review">What was posted.</param>
    /// <param name="token">The bearer token of the user; null when any is taken.</param>
    public static JsonObject Answer(VirtualResource resource, JsonObject review, string? token)
    {
        review["status"] = resource.Kind switch
        {
            "SelfSubjectAccessReview" => Allowed(true),
            "SubjectAccessReview" => Allowed(review["spec"]?["user"]?.GetValue<string>() == UserName),
            "TokenReview" => review["spec"]?["token"]?.GetValue<string>() is { Length: > 0 } shown && (token is null || shown == token)
                ? new JsonObject { ["authenticated"] = true, ["user"] = User() }
                : new JsonObject { ["authenticated"] = false },
            _ => new JsonObject { ["userInfo"] = User() },
        };
        return review;
    }

    private static JsonObject Allowed(bool allowed) => new() { ["allowed"] = allowed, ["reason"] = "the sandbox has one user, who may do everything" };

    private static JsonObject User() => new() { ["username"] = UserName, ["groups"] = new JsonArray("system:masters", "system:authenticated") };
}
