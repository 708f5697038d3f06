using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>What differs between kinds on the way in and out of storage.</summary>
internal class ResourceStrategy
{
    public static readonly ResourceStrategy Plain = new();

    /// <summary>A PUT to a name that does not exist creates it.</summary>
    public virtual bool AllowsCreateOnUpdate => false;

    /// <summary>A PUT without resourceVersion overwrites.</summary>
    public virtual bool AllowsUnconditionalUpdate => true;

    /// <summary>The kind counts generations.</summary>
    public virtual bool HasGeneration => false;

    public virtual void PrepareForCreate(JsonObject value)
    {
    }

    public virtual void PrepareForUpdate(JsonObject value, JsonObject old)
    {
    }

    public virtual IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old) => [];

    /// <summary>From the served version to the stored one.</summary>
    public virtual JsonObject ToStorage(JsonObject value) => value;

    /// <summary>From the stored version to the served one; the argument may be changed.</summary>
    public virtual JsonObject FromStorage(JsonObject value) => value;

    /// <summary>The bytes that clients of this version see.</summary>
    public virtual byte[] Encode(StoredObject stored) => stored.Json;
}
