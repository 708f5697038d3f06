using System.Globalization;
using System.Text;

namespace Operator.Runtime.Client;

/// <summary>Query of a LIST or WATCH request.</summary>
/// <param name="LabelSelector">Label selector, or null for all.</param>
/// <param name="FieldSelector">Field selector, or null for all.</param>
/// <param name="Limit">Largest page; 0 asks for everything at once.</param>
/// <param name="Continue">Token of the page to read, or null for the first.</param>
/// <param name="ResourceVersion">Version to start a watch after, or null.</param>
/// <param name="WatchTimeout">How long the server may keep a watch open, or null for a LIST.</param>
/// <param name="MetadataOnly">Whether objects come without anything but their metadata, however large they are.</param>
public sealed record ListQuery(
    string? LabelSelector = null,
    string? FieldSelector = null,
    int Limit = 0,
    string? Continue = null,
    string? ResourceVersion = null,
    TimeSpan? WatchTimeout = null,
    bool MetadataOnly = false)
{
    /// <summary>Accepts metadata alone. A server that cannot leave the rest out answers with the whole object, of which the same is read.</summary>
    internal const string MetadataOfOne = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    private const string MetadataOfMany = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    internal string? Accept => !MetadataOnly ? null : WatchTimeout is null ? MetadataOfMany : MetadataOfOne;

    internal string AppendTo(string path)
    {
        var query = new StringBuilder(path);
        var separator = '?';
        Append("labelSelector", LabelSelector);
        Append("fieldSelector", FieldSelector);
        Append("limit", Limit > 0 ? Limit.ToString(CultureInfo.InvariantCulture) : null);
        Append("continue", Continue);
        Append("resourceVersion", ResourceVersion);
        if (WatchTimeout is { } timeout)
        {
            Append("watch", "true");
            Append("allowWatchBookmarks", "true");
            Append("timeoutSeconds", ((long)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        return query.ToString();

        void Append(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }
    }
}
