using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Operator.Runtime.Client;

namespace Operator.Runtime.Tests.Support;

/// <summary>A serialiser for any type, by reflection.</summary>
internal static class TestJson
{
    public static JsonSerializerOptions Create() => KubeJson.CreateOptions(new DefaultJsonTypeInfoResolver());
}
