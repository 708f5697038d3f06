using System.Diagnostics.CodeAnalysis;
using Scriban.Functions;
using Scriban.Runtime;

namespace Operator.Rendering.Templates;

/// <summary>
/// The functions that custom templates may call: pure ones on text, lists, numbers and objects. Left out are the clock and
/// randomness (the same incident must give the same document), evaluation of text as template, and includes.
/// </summary>
internal static class TemplateFunctions
{
    private static readonly string[] Groups = ["array", "html", "math", "object", "regex", "string"];

    // The last two serialize by reflection, which a program that is compiled ahead of time cannot.
    private static readonly string[] LeftOut = ["random", "uuid", "eval", "eval_template", "to_json", "from_json"];

    private static readonly Lazy<ScriptObject> Functions = new(Create);

    /// <summary>One object for all renderings; nothing in it can be written.</summary>
    public static ScriptObject Shared => Functions.Value;

    // The entries of an object, whose names and values templates read by reflection. The functions are in trimming.xml.
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(KeyValuePair<string, object?>))]
    private static ScriptObject Create()
    {
        var all = new BuiltinFunctions();
        var allowed = new ScriptObject(StringComparer.Ordinal) { ["empty"] = all["empty"] };
        foreach (var name in Groups)
        {
            var group = (ScriptObject)((ScriptObject)all[name]!).Clone(deep: true);
            foreach (var function in LeftOut)
            {
                group.Remove(function);
            }

            group.IsReadOnly = true;
            allowed[name] = group;
        }

        allowed.IsReadOnly = true;
        return allowed;
    }
}
