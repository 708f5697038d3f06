using System.Text;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>Events are stored as core/v1; events.k8s.io/v1 is a view with other field names and stricter rules.</summary>
internal sealed class EventStrategy(bool isNewApi) : ResourceStrategy
{
    private static readonly (string Core, string New)[] Renamed =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"),
        ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ];

    public override bool AllowsCreateOnUpdate => true;

    public override JsonObject ToStorage(JsonObject value) =>
        isNewApi ? Rename(value, "v1", static pair => (pair.New, pair.Core)) : value;

    public override JsonObject FromStorage(JsonObject value) =>
        isNewApi ? Rename(value, "events.k8s.io/v1", static pair => (pair.Core, pair.New)) : value;

    public override byte[] Encode(StoredObject stored) => isNewApi ? FromStorage(stored.ToNode()).ToUtf8() : stored.Json;

    public override IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old)
    {
        var about = value.ObjectAt(isNewApi ? "regarding" : "involvedObject");
        var actual = value.Metadata().TextAt("namespace") ?? "";
        var expected = about.TextAt("namespace") is { Length: > 0 } ns ? ns : "default";
        if (!string.Equals(actual, expected, StringComparison.Ordinal))
        {
            yield return FieldError.Invalid("involvedObject.namespace", JsonValue.Create(about.TextAt("namespace") ?? ""), "does not match event.namespace");
        }

        if (!isNewApi && value.TextAt("eventTime") is null)
        {
            yield break;
        }

        var rules = old is null ? ValidateNew(value) : ValidateSeries(value, old);
        foreach (var error in rules)
        {
            yield return error;
        }
    }

    private IEnumerable<FieldError> ValidateNew(JsonObject value)
    {
        if (value.TextAt("eventTime") is null)
        {
            yield return FieldError.Required("eventTime");
        }

        foreach (var (field, limit) in new[] { (isNewApi ? "reportingController" : "reportingComponent", 0), ("reportingInstance", 128), ("action", 128), ("reason", 128) })
        {
            var text = value.TextAt(field) ?? "";
            var shown = field is "reportingComponent" ? "reportingController" : field;
            if (text.Length == 0)
            {
                yield return FieldError.Required(shown);
            }
            else if (limit > 0 && Encoding.UTF8.GetByteCount(text) > limit)
            {
                yield return FieldError.Invalid(shown, "", FormattableString.Invariant($"can have at most {limit} characters"));
            }
        }

        if (Encoding.UTF8.GetByteCount(value.TextAt(isNewApi ? "note" : "message") ?? "") > 1024)
        {
            yield return FieldError.Invalid("message", "", "can have at most 1024 characters");
        }

        if (value.TextAt("type") is not ("Normal" or "Warning"))
        {
            yield return FieldError.Invalid("type", "", $"has invalid value: {value.TextAt("type")}");
        }
    }

    private IEnumerable<FieldError> ValidateSeries(JsonObject value, JsonObject old)
    {
        var fixedFields = isNewApi
            ? ["regarding", "reason", "action", "reportingController", "reportingInstance", "note", "type", "related"]
            : new[] { "involvedObject", "reason", "action", "reportingComponent", "reportingInstance", "message", "type", "related" };
        foreach (var field in fixedFields)
        {
            if (!JsonNode.DeepEquals(value[field], old[field]))
            {
                yield return FieldError.Invalid(field, value[field], "field is immutable");
            }
        }
    }

    private static JsonObject Rename(JsonObject value, string apiVersion, Func<(string Core, string New), (string From, string To)> direction)
    {
        value["apiVersion"] = apiVersion;
        foreach (var pair in Renamed)
        {
            var (from, to) = direction(pair);
            if (value.Remove(from, out var moved))
            {
                value[to] = moved;
            }
        }

        return value;
    }
}
