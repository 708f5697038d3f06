using System.Text.RegularExpressions;

namespace Operator.Core;

/// <summary>What Kubernetes takes for a name.</summary>
public static partial class KubernetesNames
{
    /// <summary>Whether it is a label of DNS (RFC 1123), as the name of a namespace is.</summary>
    /// <param name="name">The name.</param>
    public static bool IsLabel(string name) => Label().IsMatch(name);

    /// <summary>Whether it is as most names are: labels with dots between them, at most 253 characters.</summary>
    /// <param name="name">The name.</param>
    public static bool IsSubdomain(string name) => Subdomain().IsMatch(name);

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subdomain();
}
