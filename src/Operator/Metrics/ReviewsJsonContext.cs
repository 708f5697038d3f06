using System.Text.Json.Serialization;
using k8s.Models;

namespace Operator.Metrics;

/// <summary>Reads and writes the reviews that a scrape needs without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1TokenReview))]
[JsonSerializable(typeof(V1SubjectAccessReview))]
internal sealed partial class ReviewsJsonContext : JsonSerializerContext;
