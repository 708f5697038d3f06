namespace Operator.Sandbox.ApiServer.Http;

/// <summary>A resource path taken apart: <c>/apis/G/V[/namespaces/NS]/RESOURCE[/NAME[/SUBRESOURCE]]</c> or <c>/api/v1/…</c>.</summary>
internal sealed record ResourcePath(string Group, string Version, string Namespace, string Resource, string Name, string Subresource)
{
    public static ResourcePath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] => Parse("", version, rest),
            ["apis", var group, var version, .. var rest] => Parse(group, version, rest),
            _ => null,
        };
    }

    private static ResourcePath? Parse(string group, string version, string[] rest) => rest switch
    {
        ["namespaces", var name, "status" or "finalize"] => new(group, version, "", "namespaces", name, rest[2]),
        ["namespaces", var ns, var resource] => new(group, version, ns, resource, "", ""),
        ["namespaces", var ns, var resource, var name] => new(group, version, ns, resource, name, ""),
        ["namespaces", var ns, var resource, var name, var sub] => new(group, version, ns, resource, name, sub),
        [var resource] => new(group, version, "", resource, "", ""),
        [var resource, var name] => new(group, version, "", resource, name, ""),
        [var resource, var name, var sub] => new(group, version, "", resource, name, sub),
        _ => null,
    };
}
