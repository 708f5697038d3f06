using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.ManagedFields;
using Operator.Sandbox.ApiServer.Schemas;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Cel;

/// <summary>Evaluates the <c>x-kubernetes-validations</c> of a schema, transition rules with <c>oldSelf</c> among them.</summary>
internal static class RuleValidator
{
    private static readonly ConcurrentDictionary<string, CelExpression> Parsed = new(StringComparer.Ordinal);

    /// <exception cref="CelException">The rule is not CEL.</exception>
    public static CelExpression Parse(string rule) => Parsed.GetOrAdd(rule, CelParser.Parse);

    /// <summary>Whether the schema has a rule anywhere.</summary>
    public static bool HasRules(StructuralSchema schema) =>
        schema.Rules.Count > 0
        || schema.Properties.Values.Any(HasRules)
        || (schema.Items is { } items && HasRules(items))
        || (schema.AdditionalProperties is { } additional && HasRules(additional));

    public static IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old, StructuralSchema schema) => Check(value, old, schema, "");

    private static IEnumerable<FieldError> Check(JsonNode? value, JsonNode? old, StructuralSchema schema, string path)
    {
        if (value is null)
        {
            return [];
        }

        var own = schema.Rules.SelectMany(rule => Evaluate(rule, value, old, schema, path));
        return value switch
        {
            JsonObject o => own.Concat(o.SelectMany(p => CheckMember(p.Key, p.Value, old, schema, path))),
            JsonArray a when schema.Items is not null => own.Concat(a.SelectMany((item, i) => CheckItem(item, i, old, schema, path))),
            _ => own,
        };
    }

    private static IEnumerable<FieldError> CheckMember(string name, JsonNode? value, JsonNode? old, StructuralSchema schema, string path)
    {
        var isProperty = schema.Properties.TryGetValue(name, out var property);
        var member = property ?? schema.AdditionalProperties;
        var child = path.Length == 0 ? name : isProperty ? $"{path}.{name}" : $"{path}[{name}]";
        return member is null ? [] : Check(value, (old as JsonObject)?[name], member, child);
    }

    private static IEnumerable<FieldError> CheckItem(JsonNode? item, int index, JsonNode? old, StructuralSchema schema, string path)
    {
        var before = schema.IsListMap
            ? (old as JsonArray)?.FirstOrDefault(o => PathElements.Item(o, schema) == PathElements.Item(item, schema))
            : null;
        return Check(item, before, schema.Items!, FormattableString.Invariant($"{path}[{index}]"));
    }

    private static IEnumerable<FieldError> Evaluate(ValidationRule rule, JsonNode value, JsonNode? old, StructuralSchema schema, string path)
    {
        var usesOld = rule.Rule.Contains("oldSelf", StringComparison.Ordinal);
        if (usesOld && old is null)
        {
            yield break;
        }

        var variables = new Dictionary<string, object?>(StringComparer.Ordinal) { ["self"] = CelValues.From(value, schema) };
        if (usesOld)
        {
            variables["oldSelf"] = CelValues.From(old, schema);
        }

        var problem = Problem(rule, variables);
        if (problem is not null)
        {
            var field = path.Length == 0 && rule.FieldPath is null ? "<nil>" : (path + rule.FieldPath).TrimStart('.');
            yield return rule.Reason switch
            {
                "FieldValueRequired" => FieldError.Required(field, problem),
                "FieldValueForbidden" => FieldError.Forbidden(field, problem),
                "FieldValueDuplicate" => FieldError.Duplicate(field, value),
                _ => FieldError.AgainstRule(field, value, problem),
            };
        }
    }

    private static string? Problem(ValidationRule rule, Dictionary<string, object?> variables)
    {
        try
        {
            if (CelEvaluator.Truth(new CelEvaluator(variables).Evaluate(Parse(rule.Rule))))
            {
                return null;
            }

            return rule.MessageExpression is { } expression && new CelEvaluator(variables).Evaluate(Parse(expression)) is string text
                ? text
                : rule.Message ?? $"failed rule: {rule.Rule}";
        }
        catch (CelException e)
        {
            return $"rule evaluation error for {rule.Rule}: {e.Message}";
        }
    }
}
