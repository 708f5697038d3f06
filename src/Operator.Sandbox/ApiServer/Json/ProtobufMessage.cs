namespace Operator.Sandbox.ApiServer.Json;

/// <summary>A message's fields by number.</summary>
internal sealed record ProtobufMessage(IReadOnlyDictionary<int, ProtobufField> Fields);

internal sealed record ProtobufField(string Name, ProtobufType Type, ProtobufMessage? Message = null)
{
    public bool Repeated { get; init; }
}

internal enum ProtobufType
{
    Text,
    Number,
    Flag,
    Time,
    StringMap,
    BytesMap,
    Nested,
}
