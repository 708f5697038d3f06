using System.Text.RegularExpressions;

namespace Operator.Validation;

/// <summary>Tells by the names of fields whether a value may be a credential, whose text no message shows.</summary>
internal static partial class SecretNames
{
    /// <summary>Whether a field, or one that it is in, is named like a credential.</summary>
    /// <param name="path">The field's path.</param>
    public static bool IsIn(string path) => Names().IsMatch(path);

    // Not the authors of a document.
    [GeneratedRegex("passw|token|secret|credential|auth(?!or)|key", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Names();
}
