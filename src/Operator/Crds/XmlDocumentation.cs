using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace Operator.Crds;

/// <summary>The doc comments of the API types, as the compiler wrote them: the CRD's descriptions.</summary>
internal sealed class XmlDocumentation
{
    private const string Resource = "Operator.Api.xml";

    private readonly Dictionary<string, string> _summaries;

    private XmlDocumentation(Dictionary<string, string> summaries) => _summaries = summaries;

    /// <summary>Reads the documentation that the build embedded.</summary>
    /// <exception cref="InvalidOperationException">The build did not embed it.</exception>
    public static XmlDocumentation Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is missing from the build");
        return new(XDocument.Load(stream).Descendants("member")
            .Where(m => m.Element("summary") is not null)
            .ToDictionary(m => m.Attribute("name")!.Value, m => Text(m.Element("summary")!), StringComparer.Ordinal));
    }

    /// <summary>The summary of a type, property or enum member; null when it has none.</summary>
    /// <param name="member">What is documented.</param>
    public string? Summary(MemberInfo member) => _summaries.GetValueOrDefault(Id(member));

    private static string Id(MemberInfo member) => member switch
    {
        Type type => $"T:{type.FullName}",
        PropertyInfo property => $"P:{property.DeclaringType!.FullName}.{property.Name}",
        _ => $"F:{member.DeclaringType!.FullName}.{member.Name}",
    };

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText plain)
            {
                text.Append(plain.Value);
            }
            else if (node is XElement child)
            {
                // A reference has no text of its own: its last name is what a reader of YAML can use.
                var target = child.Attribute("cref") ?? child.Attribute("langword") ?? child.Attribute("name");
                text.Append(child.IsEmpty && target is not null ? target.Value.Split('.', ':')[^1] : "");
                Append(text, child);
            }
        }
    }
}
