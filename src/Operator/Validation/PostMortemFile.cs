using Operator.Api;
using Operator.Core;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>The PostMortems of one file.</summary>
/// <param name="Resources">Those that are valid.</param>
/// <param name="Problems">Everything that is wrong in the file, in the order of lines.</param>
/// <param name="Notes">What was ignored, for people.</param>
internal sealed record PostMortemFile(IReadOnlyList<PostMortem> Resources, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>Judges a file.</summary>
    /// <param name="file">What it holds.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="settings">What there is.</param>
    public static PostMortemFile Judge(ManifestFile file, string name, ValidationSettings settings)
    {
        var problems = file.Problems.ToList();
        var resources = new List<PostMortem>();
        var notes = new List<string>();
        var places = new Dictionary<string, ManifestNode>(StringComparer.Ordinal);
        var validator = new PostMortemValidator(settings);
        foreach (var document in file.Documents)
        {
            if (Skipped(document) is { } note)
            {
                notes.Add(note);
                continue;
            }

            var result = validator.Validate(document);
            problems.AddRange(result.Problems);
            if (result.Resource is { } resource)
            {
                resources.Add(resource);
                var place = $"{resource.Metadata.NamespaceProperty}/{resource.Metadata.Name}";
                if (!places.TryAdd(place, document.Root))
                {
                    problems.Add(new(name, document.Root.Line, "metadata.name", FormattableString.Invariant($"'{resource.Metadata.Name}' is there already, in the document on line {places[place].Line}")));
                }
            }
        }

        if (file.Problems.Count == 0 && notes.Count == file.Documents.Count)
        {
            problems.Add(new(name, 1, "", $"holds no {PostMortem.KindName}"));
        }

        return new(resources, [.. problems.OrderBy(static p => p, Comparer<Problem>.Create(Compare))], notes);
    }

    private static int Compare(Problem a, Problem b) => a.Line.CompareTo(b.Line) is var line and not 0 ? line : string.CompareOrdinal(a.Path, b.Path);

    // A file of a Git repository often holds several kinds. Only what plainly is another kind is ignored; a slip of the pen in
    // apiVersion or kind is a problem.
    private static string? Skipped(ManifestDocument document)
    {
        if (document.Root["kind"]?.String is not { } kind || document.Root["apiVersion"]?.String is not { } apiVersion)
        {
            return null;
        }

        var ours = apiVersion.StartsWith(PostMortem.Group + "/", StringComparison.Ordinal)
            || NearestName.Of(kind, [PostMortem.KindName]) is not null
            || NearestName.Of(apiVersion, [PostMortem.GroupVersion]) is not null;
        return ours
            ? null
            : FormattableString.Invariant($"{document.File}:{document.Root.Line}: {Quote.Short(kind)} {Quote.Short(document.Root["metadata"]?["name"]?.String ?? "")} is not a {PostMortem.KindName} and was ignored");
    }
}
