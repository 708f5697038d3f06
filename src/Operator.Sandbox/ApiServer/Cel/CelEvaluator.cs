using static Operator.Sandbox.ApiServer.Cel.CelExpression;

namespace Operator.Sandbox.ApiServer.Cel;

/// <summary>Evaluates an expression; the work is bounded as a stand-in for the API server's cost limit.</summary>
internal sealed class CelEvaluator(IReadOnlyDictionary<string, object?> variables)
{
    private const int MaxSteps = 1_000_000;

    private readonly Dictionary<string, object?> _scope = new(variables, StringComparer.Ordinal);
    private int _steps;

    public object? Evaluate(CelExpression expression)
    {
        if (++_steps > MaxSteps)
        {
            throw new CelException("operation cancelled: actual cost limit exceeded");
        }

        return expression switch
        {
            Literal literal => literal.Value,
            Name name => _scope.TryGetValue(name.Identifier, out var value) ? value : throw new CelException($"undeclared reference to '{name.Identifier}'"),
            Has has => Contains(Evaluate(has.Field.Target), Unescape(has.Field.Field)),
            Select select => Member(Evaluate(select.Target), Unescape(select.Field)),
            CelExpression.Index index => At(Evaluate(index.Target), Evaluate(index.At)),
            Unary unary => Negate(unary.Operator, Evaluate(unary.Operand)),
            Binary { Operator: "&&" or "||" } logic => Logic(logic),
            Binary binary => CelOperators.Apply(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right)),
            Conditional choice => Evaluate(Truth(Evaluate(choice.Test)) ? choice.Then : choice.Else),
            ListOf list => list.Items.Select(Evaluate).ToList(),
            MapOf map => map.Entries.ToDictionary(e => Evaluate(e.Key)!, e => Evaluate(e.Value)),
            Macro macro => Comprehend(macro),
            Call call => CelFunctions.Call(
                call.Function,
                [.. (call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target)).Select(Evaluate)]),
            _ => throw new CelException("unknown expression"),
        };
    }

    public static bool Truth(object? value) => value is bool flag ? flag : throw CelValues.NoOverload("bool");

    /// <summary>One decisive side is enough, even when the other has no value.</summary>
    private object Logic(Binary logic)
    {
        var decisive = logic.Operator is "||";
        try
        {
            if (Truth(Evaluate(logic.Left)) == decisive)
            {
                return decisive;
            }
        }
        catch (CelException)
        {
            if (Truth(Evaluate(logic.Right)) == decisive)
            {
                return decisive;
            }

            throw;
        }

        return Truth(Evaluate(logic.Right));
    }

    private object? Comprehend(Macro macro)
    {
        var items = Items(Evaluate(macro.Target));
        var shadowed = _scope.TryGetValue(macro.Variable, out var before);
        try
        {
            return macro.Function switch
            {
                "all" => Quantify(macro, items, decisive: false),
                "exists" => Quantify(macro, items, decisive: true),
                "exists_one" or "existsOne" => items.Count(i => Truth(With(macro, i, 0))) == 1,
                "filter" => items.Where(i => Truth(With(macro, i, 0))).ToList(),
                _ when macro.Bodies.Count == 2 => items.Where(i => Truth(With(macro, i, 0))).Select(i => With(macro, i, 1)).ToList(),
                _ => items.Select(i => With(macro, i, 0)).ToList(),
            };
        }
        finally
        {
            _scope.Remove(macro.Variable);
            if (shadowed)
            {
                _scope[macro.Variable] = before;
            }
        }
    }

    private bool Quantify(Macro macro, IEnumerable<object?> items, bool decisive)
    {
        CelException? failure = null;
        foreach (var item in items)
        {
            try
            {
                if (Truth(With(macro, item, 0)) == decisive)
                {
                    return decisive;
                }
            }
            catch (CelException e)
            {
                failure = e;
            }
        }

        return failure is null ? !decisive : throw failure;
    }

    private object? With(Macro macro, object? item, int body)
    {
        _scope[macro.Variable] = item;
        return Evaluate(macro.Bodies[body]);
    }

    private static IReadOnlyList<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        CelObject o => [.. o.Json.Select(p => (object?)p.Key)],
        Dictionary<object, object?> map => [.. map.Keys],
        _ => throw CelValues.NoOverload("comprehension"),
    };

    private static bool Contains(object? target, string name) => target switch
    {
        CelObject o => o.Json.ContainsKey(name),
        Dictionary<object, object?> map => map.ContainsKey(name),
        _ => throw new CelException($"no such key: {name}"),
    };

    private static object? Member(object? target, string name) => target switch
    {
        CelObject o when o.Json.TryGetPropertyValue(name, out var value) => CelValues.From(value, o.Schema?.Member(name)),
        Dictionary<object, object?> map when map.TryGetValue(name, out var value) => value,
        _ => throw new CelException($"no such key: {name}"),
    };

    private static object? At(object? target, object? at) => (target, at) switch
    {
        (List<object?> list, long i) when i >= 0 && i < list.Count => list[(int)i],
        (List<object?>, long i) => throw new CelException(FormattableString.Invariant($"index out of bounds: {i}")),
        (Dictionary<object, object?> map, not null) => map.TryGetValue(at, out var value) ? value : throw new CelException($"no such key: {at}"),
        (CelObject, string name) => Member(target, name),
        _ => throw CelValues.NoOverload("_[_]"),
    };

    private static object Negate(char sign, object? value) => (sign, value) switch
    {
        ('!', bool flag) => !flag,
        ('-', long whole) => checked(-whole),
        ('-', double real) => -real,
        _ => throw CelValues.NoOverload(sign == '!' ? "!_" : "-_"),
    };

    /// <summary>Names that CEL cannot write are escaped in rules.</summary>
    private static string Unescape(string name) =>
        !name.Contains("__", StringComparison.Ordinal)
            ? name
            : name.Replace("__dash__", "-", StringComparison.Ordinal)
                .Replace("__dot__", ".", StringComparison.Ordinal)
                .Replace("__slash__", "/", StringComparison.Ordinal)
                .Replace("__underscores__", "__", StringComparison.Ordinal) is var text
                && text.StartsWith("__", StringComparison.Ordinal) && text.EndsWith("__", StringComparison.Ordinal) && text.Length > 4
                    ? text[2..^2]
                    : text;
}
