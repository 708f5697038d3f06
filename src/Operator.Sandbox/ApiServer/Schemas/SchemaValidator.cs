using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Schemas;

/// <summary>Checks a value against a structural schema, in the words of kube-apiserver.</summary>
internal sealed class SchemaValidator
{
    private readonly List<FieldError> _errors = [];

    private SchemaValidator()
    {
    }

    public static IReadOnlyList<FieldError> Validate(JsonObject value, StructuralSchema schema)
    {
        var validator = new SchemaValidator();
        validator.Check(value, schema, "");
        return validator._errors;
    }

    private void Check(JsonNode? value, StructuralSchema schema, string path)
    {
        if (value is null)
        {
            if (!schema.Nullable && schema.Type is { } type)
            {
                AddType(path, type, "null");
            }

            return;
        }

        if (!HasType(value, schema, path))
        {
            return;
        }

        CheckEnum(value, schema, path);
        switch (value)
        {
            case JsonObject o:
                CheckObject(o, schema, path);
                break;
            case JsonArray a:
                CheckArray(a, schema, path);
                break;
            case var _ when value.GetValueKind() == JsonValueKind.String:
                CheckString(value.GetValue<string>(), schema, path);
                break;
            case var _ when value.IsNumber():
                CheckNumber(value, schema, path);
                break;
        }

        CheckJunctors(value, schema, path);
    }

    private bool HasType(JsonNode value, StructuralSchema schema, string path)
    {
        var kind = value.GetValueKind();
        if (schema.IntOrString)
        {
            if (kind == JsonValueKind.String || IsWhole(value))
            {
                return true;
            }

            AddType(path, "integer,string", TypeName(kind));
            return false;
        }

        var fits = schema.Type switch
        {
            "object" => kind == JsonValueKind.Object,
            "array" => kind == JsonValueKind.Array,
            "string" => kind == JsonValueKind.String,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "number" => kind == JsonValueKind.Number,
            "integer" => IsWhole(value),
            _ => true,
        };
        if (!fits)
        {
            AddType(path, schema.Type!, TypeName(kind));
        }

        return fits;
    }

    private void CheckEnum(JsonNode value, StructuralSchema schema, string path)
    {
        if (schema.Enum is { } allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
        {
            _errors.Add(FieldError.NotSupported(path, value, allowed));
        }
    }

    private void CheckObject(JsonObject value, StructuralSchema schema, string path)
    {
        foreach (var name in schema.Required)
        {
            if (!value.ContainsKey(name))
            {
                _errors.Add(FieldError.Required(Join(path, name)));
            }
        }

        if (value.Count > schema.MaxProperties)
        {
            _errors.Add(FieldError.TooMany(path, value.Count, schema.MaxProperties.Value));
        }

        if (value.Count < schema.MinProperties)
        {
            Add(path, JsonValue.Create(value.Count), Text($"should have at least {schema.MinProperties} properties"));
        }

        foreach (var (name, item) in value)
        {
            if (schema.Properties.TryGetValue(name, out var property))
            {
                Check(item, property, Join(path, name));
            }
            else if (schema.AdditionalProperties is { } additional)
            {
                Check(item, additional, Join(path, name));
            }
        }
    }

    private void CheckArray(JsonArray value, StructuralSchema schema, string path)
    {
        if (value.Count > schema.MaxItems)
        {
            _errors.Add(FieldError.TooMany(path, value.Count, schema.MaxItems.Value));
        }

        if (value.Count < schema.MinItems)
        {
            Add(path, JsonValue.Create(value.Count), Text($"should have at least {schema.MinItems} items"));
        }

        if (schema.Items is { } items)
        {
            for (var i = 0; i < value.Count; i++)
            {
                Check(value[i], items, FormattableString.Invariant($"{path}[{i}]"));
            }
        }

        CheckUnique(value, schema, path);
    }

    private void CheckUnique(JsonArray value, StructuralSchema schema, string path)
    {
        if (!schema.IsListMap && !schema.IsListSet)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Count; i++)
        {
            var key = schema.IsListMap && value[i] is JsonObject item
                ? new JsonObject(schema.ListMapKeys.Select(k => KeyValuePair.Create(k, item[k]?.DeepClone())))
                : value[i];
            if (!seen.Add(key?.ToJsonString(JsonText.Relaxed) ?? "null"))
            {
                _errors.Add(FieldError.Duplicate(FormattableString.Invariant($"{path}[{i}]"), key));
            }
        }
    }

    private void CheckString(string value, StructuralSchema schema, string path)
    {
        if ((schema.MaxLength ?? schema.MinLength) is not null)
        {
            var length = value.EnumerateRunes().Count();
            if (length > schema.MaxLength)
            {
                _errors.Add(FieldError.TooLong(path, schema.MaxLength.Value));
            }

            if (length < schema.MinLength)
            {
                Add(path, JsonValue.Create(value), Text($"should be at least {schema.MinLength} chars long"));
            }
        }

        if (schema.Pattern is { } pattern && !Matches(pattern, value))
        {
            Add(path, JsonValue.Create(value), $"should match '{schema.Source.TextAt("pattern")}'");
        }

        if (schema.Format is { } format && !StringFormats.IsValid(format, value))
        {
            _errors.Add(FieldError.TypeInvalid(path, value, $"{path} in body must be of type {format}: \"{value}\""));
        }
    }

    private void CheckNumber(JsonNode value, StructuralSchema schema, string path)
    {
        var number = value.AsDouble();
        if (schema.Minimum is { } minimum && (schema.ExclusiveMinimum ? number <= minimum : number < minimum))
        {
            Add(path, value, Text($"should be greater than {(schema.ExclusiveMinimum ? "" : "or equal to ")}{minimum}"));
        }

        if (schema.Maximum is { } maximum && (schema.ExclusiveMaximum ? number >= maximum : number > maximum))
        {
            Add(path, value, Text($"should be less than {(schema.ExclusiveMaximum ? "" : "or equal to ")}{maximum}"));
        }

        if (schema.MultipleOf is { } step && Math.Abs(Math.IEEERemainder(number, step)) > 1e-9)
        {
            Add(path, value, Text($"should be a multiple of {step}"));
        }

        var bits = schema.Format switch { "int32" => int.MaxValue, _ => double.MaxValue };
        if (Math.Abs(number) > bits)
        {
            Add(path, value, $"should be a valid {schema.Format}");
        }
    }

    private void CheckJunctors(JsonNode value, StructuralSchema schema, string path)
    {
        foreach (var branch in schema.AllOf)
        {
            Check(value, branch, path);
        }

        if (schema.AnyOf.Count > 0 && !schema.AnyOf.Any(b => Fits(value, b)))
        {
            Add(path, value, "must validate at least one schema (anyOf)");
        }

        if (schema.OneOf.Count > 0 && schema.OneOf.Count(b => Fits(value, b)) != 1)
        {
            Add(path, value, "must validate one and only one schema (oneOf)");
        }

        if (schema.Not is { } not && Fits(value, not))
        {
            Add(path, value, "must not validate the schema (not)");
        }
    }

    private static bool Fits(JsonNode value, StructuralSchema schema)
    {
        var trial = new SchemaValidator();
        trial.Check(value, schema, "");
        return trial._errors.Count == 0;
    }

    private static bool Matches(Regex pattern, string value)
    {
        try
        {
            return pattern.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private void Add(string path, JsonNode? value, string what)
    {
        var name = path.Length == 0 ? "<nil>" : path;
        _errors.Add(FieldError.Invalid(name, value, $"{path} in body {what}"));
    }

    private void AddType(string path, string expected, string actual)
    {
        var name = path.Length == 0 ? "<nil>" : path;
        _errors.Add(FieldError.TypeInvalid(name, actual, $"{path} in body must be of type {expected}: \"{actual}\""));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool IsWhole(JsonNode value) => value.IsNumber() && Math.Floor(value.AsDouble()).Equals(value.AsDouble());

    private static string TypeName(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
