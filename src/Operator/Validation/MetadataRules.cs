using System.Text.RegularExpressions;
using Operator.Core;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>What Kubernetes asks of an object's metadata, as far as people write it.</summary>
/// <param name="report">Takes a problem: line, path, message.</param>
internal sealed partial class MetadataRules(Action<int, string, string> report)
{
    private static readonly string[] Known =
    [
        "name", "namespace", "labels", "annotations", "generateName", "uid", "resourceVersion", "generation", "creationTimestamp",
        "deletionTimestamp", "deletionGracePeriodSeconds", "finalizers", "ownerReferences", "managedFields", "selfLink",
    ];

    /// <summary>Checks the metadata of an object.</summary>
    /// <param name="root">The object.</param>
    public void Check(ManifestNode root)
    {
        if (root["metadata"] is not { } metadata)
        {
            report(root.Line, "metadata.name", "is missing but required: a name such as p0-042");
            return;
        }

        if (metadata.Kind != ManifestNodeKind.Object)
        {
            report(metadata.Line, "metadata", $"must be an object with fields, not {metadata.Description}");
            return;
        }

        foreach (var field in metadata.Fields.Where(f => !Known.Contains(f.Key, StringComparer.Ordinal)))
        {
            report(field.Line, $"metadata.{field.Key}", $"is not a known field{NearestName.Hint(field.Key, Known)}");
        }

        if (metadata["name"] is null)
        {
            report(metadata.Line, "metadata.name", "is missing but required: a name such as p0-042");
        }

        CheckName(metadata["name"], "metadata.name", Subdomain(), 253, "lower-case letters, digits, dashes and dots");
        CheckName(metadata["namespace"], "metadata.namespace", Label(), 63, "lower-case letters, digits and dashes");
        CheckTexts(metadata["labels"], "metadata.labels", isLabel: true);
        CheckTexts(metadata["annotations"], "metadata.annotations", isLabel: false);
    }

    private void CheckName(ManifestNode? node, string path, Regex form, int longest, string allowed)
    {
        if (node is null)
        {
            return;
        }

        if (node.String is not { } name)
        {
            report(node.Line, path, $"must be a string, not {node.Description}; put it in quotes");
        }
        else if (name.Length > longest || !form.IsMatch(name))
        {
            report(node.Line, path, $"{Quote.Text(name)} is not a name that Kubernetes takes: at most {longest} {allowed}, beginning and ending with a letter or digit");
        }
    }

    private void CheckTexts(ManifestNode? node, string path, bool isLabel)
    {
        if (node is { Kind: not ManifestNodeKind.Object })
        {
            report(node.Line, path, $"must be an object of names and values, not {node.Description}");
        }

        foreach (var field in node?.Fields ?? [])
        {
            var child = $"{path}.{field.Key}";
            if (!QualifiedName().IsMatch(field.Key))
            {
                report(field.Line, child, "is not a name that Kubernetes takes: letters, digits, dashes, underscores and dots, at most 63, with a domain and a slash before it where wanted");
            }

            if (field.Value.Kind is not (ManifestNodeKind.String or ManifestNodeKind.Null))
            {
                report(field.Value.Line, child, $"must be a string, not {field.Value.Description}; put it in quotes");
            }
            else if (isLabel && field.Value.String is { } value && !LabelValue().IsMatch(value))
            {
                report(field.Value.Line, child, $"{Quote.Text(value)} is not a label's value: at most 63 letters, digits, dashes, underscores and dots, beginning and ending with a letter or digit");
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValue();

    [GeneratedRegex(@"^([a-z0-9][-a-z0-9.]{0,252}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QualifiedName();
}
