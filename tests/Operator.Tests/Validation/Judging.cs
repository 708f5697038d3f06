using Operator.Manifests;
using Operator.Validation;

namespace Operator.Tests.Validation;

/// <summary>Judges text as the command line does.</summary>
internal static class Judging
{
    public static readonly ValidationSettings Settings = new() { Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };

    public static PostMortemFile Judge(string yaml, ValidationSettings? settings = null) =>
        PostMortemFile.Judge(ManifestReader.Read(yaml, "f.yaml"), "f.yaml", settings ?? Settings);

    /// <summary>The problems of a valid resource with something added to its spec.</summary>
    public static string Problems(string spec, ValidationSettings? settings = null) =>
        string.Join('\n', Judge(Resource(spec), settings).Problems);

    /// <summary>A valid resource; what is added begins on line 9.</summary>
    public static string Resource(string spec) => $$"""
        apiVersion: postmortem.dev/v1alpha1
        kind: PostMortem
        metadata:
          name: a
        spec:
          title: T
          severity: P0
          services: [s]
        {{spec.ReplaceLineEndings("\n  ").Insert(0, "  ")}}

        """;
}
