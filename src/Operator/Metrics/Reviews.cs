using System.Text.Json.Serialization;

namespace Operator.Metrics;

/// <summary>The fields of a TokenReview that are used.</summary>
internal sealed record TokenReview
{
    public string ApiVersion { get; init; } = "authentication.k8s.io/v1";

    public string Kind { get; init; } = "TokenReview";

    public TokenReviewSpec? Spec { get; init; }

    public TokenReviewStatus? Status { get; init; }
}

internal sealed record TokenReviewSpec
{
    public string Token { get; init; } = "";
}

internal sealed record TokenReviewStatus
{
    public bool Authenticated { get; init; }

    public ReviewedUser? User { get; init; }
}

internal sealed record ReviewedUser
{
    public string? Username { get; init; }

    public string? Uid { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }
}

/// <summary>The fields of a SubjectAccessReview that are used.</summary>
internal sealed record SubjectAccessReview
{
    public string ApiVersion { get; init; } = "authorization.k8s.io/v1";

    public string Kind { get; init; } = "SubjectAccessReview";

    public SubjectAccessReviewSpec? Spec { get; init; }

    public SubjectAccessReviewStatus? Status { get; init; }
}

internal sealed record SubjectAccessReviewSpec
{
    public string? User { get; init; }

    public string? Uid { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }

    public NonResourceAttributes? NonResourceAttributes { get; init; }
}

internal sealed record NonResourceAttributes(string Path, string Verb);

internal sealed record SubjectAccessReviewStatus
{
    public bool Allowed { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenReview))]
[JsonSerializable(typeof(SubjectAccessReview))]
internal sealed partial class ReviewsJsonContext : JsonSerializerContext;
