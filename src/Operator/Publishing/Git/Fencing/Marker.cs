using System.Text;
using System.Text.RegularExpressions;

namespace Operator.Publishing.Git.Fencing;

/// <summary>A comment line with which the operator marks its parts of a published file.</summary>
/// <param name="Kind">document, begin or end.</param>
/// <param name="Name">The block's name; empty for the document's own marker.</param>
/// <param name="Attributes">What it says.</param>
internal sealed partial record Marker(string Kind, string Name, IReadOnlyDictionary<string, string> Attributes)
{
    public const string Document = "document";
    public const string Begin = "begin";
    public const string End = "end";

    /// <summary>The attribute of a document that names its charts.</summary>
    public const string Charts = "charts";

    /// <summary>The version of the format that this operator writes. It reads no later one.</summary>
    public const string Version = "1";

    /// <summary>The marker that ends a block.</summary>
    public static Marker EndOf(string name) => new(End, name, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The value of an attribute; empty when it is missing.</summary>
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");

    /// <summary>The items of an attribute that is a list.</summary>
    public IReadOnlyList<string> List(string attribute) => this[attribute].Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The same as a set.</summary>
    public IReadOnlySet<string> Set(string attribute) => List(attribute).ToHashSet(StringComparer.Ordinal);

    /// <summary>The marker with another value of an attribute; an empty one removes it.</summary>
    public Marker With(string attribute, string value)
    {
        OrderedDictionary<string, string> attributes = new(Attributes, StringComparer.Ordinal);
        attributes.Remove(attribute);
        if (value.Length > 0)
        {
            attributes[attribute] = value;
        }

        return this with { Attributes = attributes };
    }

    /// <summary>Reads a line; null if it is no marker.</summary>
    public static Marker? Parse(string line)
    {
        if (MarkerLine().Match(line.TrimEnd()) is not { Success: true } match)
        {
            return null;
        }

        var attributes = Attribute().Matches(match.Groups["attributes"].Value).DistinctBy(a => a.Groups["key"].Value, StringComparer.Ordinal)
            .ToDictionary(a => a.Groups["key"].Value, a => a.Groups["value"].Value, StringComparer.Ordinal);
        return new Marker(match.Groups["kind"].Value, match.Groups["name"].Value, attributes);
    }

    /// <summary>The line.</summary>
    public override string ToString()
    {
        var line = new StringBuilder($"<!-- postmortem.dev/{Kind}");
        if (Name.Length > 0)
        {
            line.Append(' ').Append(Name);
        }

        foreach (var (key, value) in Attributes)
        {
            line.Append(' ').Append(key).Append("=\"").Append(value).Append('"');
        }

        return line.Append(" -->").ToString();
    }

    [GeneratedRegex("^<!-- *postmortem\\.dev/(?<kind>document|begin|end)( (?<name>[a-z][a-z-]*(\\.new)?))?(?<attributes>( [a-z]+=\"[^\"<>]*\")*) *-->\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MarkerLine();

    [GeneratedRegex("(?<key>[a-z]+)=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();
}
