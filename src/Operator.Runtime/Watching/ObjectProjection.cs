using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Operator.Runtime.Watching;

/// <summary>Reads a <see cref="StoredObject"/> from an object's JSON in one pass, without creating the object.</summary>
public sealed class ObjectProjection
{
    private readonly byte[][] _tokenAnnotations;
    private readonly byte[]? _ownerKind;
    private readonly byte[]? _ownerAnnotation;
    private readonly NamespaceNames _namespaces = new();

    /// <summary>Creates a projection.</summary>
    /// <param name="tokenAnnotations">Annotations whose change asks for a reconcile.</param>
    /// <param name="ownerKind">Kind of the controlling owner whose name is kept, or null for none.</param>
    /// <param name="ownerAnnotation">Annotation that names the owner where no controlling owner does, or null for none.</param>
    public ObjectProjection(IEnumerable<string>? tokenAnnotations = null, string? ownerKind = null, string? ownerAnnotation = null)
    {
        _tokenAnnotations = [.. (tokenAnnotations ?? []).Select(Encoding.UTF8.GetBytes)];
        _ownerKind = ownerKind is null ? null : Encoding.UTF8.GetBytes(ownerKind);
        _ownerAnnotation = ownerAnnotation is null ? null : Encoding.UTF8.GetBytes(ownerAnnotation);
    }

    /// <summary>Reads the object at which the reader stands, and leaves the reader at its end.</summary>
    /// <exception cref="JsonException">The value is no object with a name and a resource version.</exception>
    internal StoredObject Read(ref Utf8JsonReader reader)
    {
        var fields = new Fields();
        Expect(reader.TokenType == JsonTokenType.StartObject, "An object is expected.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                ReadMetadata(ref reader, ref fields);
            }
            else
            {
                JsonValues.Skip(ref reader);
            }
        }

        Expect(fields.Name is { Length: > 0 }, "An object without metadata.name.");
        return new StoredObject
        {
            Key = new ObjectKey(fields.Namespace ?? "", fields.Name!),
            Uid = fields.Uid,
            ResourceVersion = fields.ResourceVersion ?? "",
            Generation = fields.Generation,
            IsDeleting = fields.IsDeleting,
            TokensHash = fields.Tokens,
            FinalizersHash = fields.Finalizers,
            OwnerName = fields.OwnerName ?? fields.AnnotatedOwner,
        };
    }

    private void ReadMetadata(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (!JsonValues.EnterObject(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                fields.Name = JsonValues.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                reader.Read();
                fields.Namespace = _namespaces.Read(ref reader);
            }
            else if (reader.ValueTextEquals("uid"u8))
            {
                reader.Read();
                fields.Uid = ReadUid(ref reader);
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                fields.ResourceVersion = JsonValues.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("generation"u8))
            {
                reader.Read();
                fields.Generation = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var generation) ? generation : 0;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("deletionTimestamp"u8))
            {
                reader.Read();
                fields.IsDeleting = reader.TokenType == JsonTokenType.String;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                ReadAnnotations(ref reader, ref fields);
            }
            else if (reader.ValueTextEquals("finalizers"u8))
            {
                ReadFinalizers(ref reader, ref fields);
            }
            else if (_ownerKind is not null && reader.ValueTextEquals("ownerReferences"u8))
            {
                ReadOwners(ref reader, ref fields);
            }
            else
            {
                JsonValues.Skip(ref reader);
            }
        }
    }

    private void ReadAnnotations(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (!JsonValues.EnterObject(ref reader))
        {
            return;
        }

        var hash = new Fnv1a();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_ownerAnnotation is not null && reader.ValueTextEquals(_ownerAnnotation))
            {
                fields.AnnotatedOwner = JsonValues.ReadText(ref reader);
                continue;
            }

            var tracked = FindToken(ref reader);
            reader.Read();
            if (tracked is not null && reader.TokenType == JsonTokenType.String)
            {
                hash.AddUnordered(tracked, reader.ValueSpan);
                fields.Tokens = hash.Value;
            }

            reader.Skip();
        }
    }

    private byte[]? FindToken(ref Utf8JsonReader reader)
    {
        foreach (var annotation in _tokenAnnotations)
        {
            if (reader.ValueTextEquals(annotation))
            {
                return annotation;
            }
        }

        return null;
    }

    private static void ReadFinalizers(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (!JsonValues.EnterArray(ref reader))
        {
            return;
        }

        var hash = new Fnv1a();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                hash.Add(reader.ValueSpan);
                fields.Finalizers = hash.Value;
            }

            reader.Skip();
        }
    }

    private void ReadOwners(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (!JsonValues.EnterArray(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadOwner(ref reader, ref fields);
            }
        }
    }

    private void ReadOwner(ref Utf8JsonReader reader, ref Fields fields)
    {
        var (isKind, isController, name) = (false, false, (string?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8))
            {
                reader.Read();
                isKind = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(_ownerKind);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("controller"u8))
            {
                reader.Read();
                isController = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = JsonValues.ReadText(ref reader);
            }
            else
            {
                JsonValues.Skip(ref reader);
            }
        }

        fields.OwnerName = isKind && isController ? name : fields.OwnerName;
    }

    private static Guid ReadUid(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return Guid.Empty;
        }

        var text = reader.ValueSpan;
        return Utf8Parser.TryParse(text, out Guid uid, out var used) && used == text.Length
            ? uid
            : new Guid(SHA256.HashData(text).AsSpan(0, 16));
    }

    private static void Expect(bool condition, string message)
    {
        if (!condition)
        {
            throw new JsonException(message);
        }
    }

    private ref struct Fields
    {
        public string? Name;
        public string? Namespace;
        public string? ResourceVersion;
        public string? OwnerName;
        public string? AnnotatedOwner;
        public Guid Uid;
        public long Generation;
        public ulong Tokens;
        public ulong Finalizers;
        public bool IsDeleting;
    }
}
