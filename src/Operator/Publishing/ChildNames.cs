using System.Security.Cryptography;
using System.Text;

namespace Operator.Publishing;

/// <summary>Names of what a PostMortem owns.</summary>
internal static class ChildNames
{
    private const int LongestName = 253;

    /// <summary>The document's ConfigMap, unless the spec names another.</summary>
    public static string Document(string owner) => Append(owner, "-postmortem");

    /// <summary>The evidence's ConfigMap.</summary>
    public static string Evidence(string owner) => Append(owner, "-evidence");

    private static string Append(string owner, string suffix)
    {
        if (owner.Length + suffix.Length <= LongestName)
        {
            return owner + suffix;
        }

        // Two long names with one beginning must not meet.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)).AsSpan(0, 5));
        return string.Concat(owner.AsSpan(0, LongestName - suffix.Length - hash.Length - 1), "-", hash, suffix);
    }
}
