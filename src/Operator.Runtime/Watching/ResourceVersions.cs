using System.Globalization;

namespace Operator.Runtime.Watching;

/// <summary>
/// Order of resource versions. Kubernetes defines them as integers that grow per resource type (its conformance asks so);
/// a version that is none is only ever equal or different.
/// </summary>
internal static class ResourceVersions
{
    /// <summary>Whether <paramref name="candidate"/> is later than <paramref name="known"/>; when that cannot be told, whether it differs.</summary>
    public static bool IsNewer(string candidate, string known) =>
        ulong.TryParse(candidate, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        && ulong.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            ? a > b
            : !string.Equals(candidate, known, StringComparison.Ordinal);
}
