using Scriban.Runtime;
using Scriban.Syntax;

namespace Operator.Rendering.Templates;

/// <summary>Turns what Scriban has parsed into steps, with a place for each variable. What it does not know it refuses.</summary>
internal sealed class PlainTemplateReader
{
    private readonly Dictionary<string, int> _variables = new(StringComparer.Ordinal);
    private int? _first;

    /// <summary>How many places the variables take.</summary>
    public int Locals { get; private set; }

    public Action<TemplateRun> Block(ScriptBlockStatement? block)
    {
        var steps = (block?.Statements ?? []).Select(Statement).OfType<Action<TemplateRun>>().ToArray();
        return run =>
        {
            foreach (var step in steps)
            {
                step(run);
            }
        };
    }

    private Action<TemplateRun>? Statement(ScriptStatement statement)
    {
        switch (statement)
        {
            case ScriptRawStatement { Text: var text }:
                var raw = text.ToString();
                return run => run.Output.Append(raw);
            case ScriptEscapeStatement { Indent: null or "" } or ScriptEndStatement or ScriptNopStatement:
                return null;
            case ScriptExpressionStatement { Expression: ScriptAssignExpression { Target: ScriptVariableGlobal target, EqualToken.Value: "=", Value: { } assigned } }:
                var value = Value(assigned);
                var place = Place(target);
                return run => run.Locals[place] = value(run);
            case ScriptExpressionStatement { Expression: { } expression }:
                var written = Value(expression);
                return run => run.Write(written(run));
            case ScriptIfStatement choice:
                return If(choice);
            case ScriptForStatement { NamedArguments.Count: 0, Variable: ScriptVariableGlobal } loop:
                return For(loop);
            default:
                throw Unknown(statement);
        }
    }

    private Action<TemplateRun> If(ScriptIfStatement choice)
    {
        var condition = Value(choice.Condition);
        var then = Block(choice.Then);
        var otherwise = choice.Else switch
        {
            null => null,
            ScriptElseStatement last => Block(last.Body),
            ScriptIfStatement next => If(next),
            var other => throw Unknown(other),
        };
        return run => (IsTrue(condition(run)) ? then : otherwise)?.Invoke(run);
    }

    private Action<TemplateRun> For(ScriptForStatement loop)
    {
        var list = Value(loop.Iterator);
        var otherwise = Block(loop.Else?.Body);
        var outer = _first;
        var first = Locals++;
        _first = first;
        var item = Place((ScriptVariableGlobal)loop.Variable!);
        var body = Block(loop.Body);
        _first = outer;
        return run =>
        {
            var items = (ScriptArray)list(run)!;
            for (var i = 0; i < items.Count; i++)
            {
                run.Locals[first] = i == 0;
                run.Locals[item] = items[i];
                body(run);
            }

            if (items.Count == 0)
            {
                otherwise(run);
            }
        };
    }

    private Func<TemplateRun, object?> Value(ScriptExpression? expression)
    {
        switch (expression)
        {
            case ScriptLiteral { Value: var literal }:
                return _ => literal;
            case ScriptVariableGlobal variable when _variables.TryGetValue(variable.Name, out var place):
                return run => run.Locals[place];
            case ScriptVariableGlobal variable:
                return run => run.Model[variable.Name];
            case ScriptMemberExpression { Target: ScriptVariableGlobal { Name: "for" }, Member.Name: "first" } when _first is { } first:
                return run => run.Locals[first];
            case ScriptMemberExpression { Member.Name: "size" } member:
                var list = Value(member.Target);
                return run => ((ScriptArray)list(run)!).Count;
            case ScriptMemberExpression { Member.Name: var name } member:
                var target = Value(member.Target);
                return run => ((ScriptObject)target(run)!)[name];
            case ScriptUnaryExpression { Operator: ScriptUnaryOperator.Not } not:
                var negated = Value(not.Right);
                return run => !IsTrue(negated(run));
            case ScriptBinaryExpression binary:
                return Binary(binary);
            default:
                throw Unknown(expression);
        }
    }

    private Func<TemplateRun, object?> Binary(ScriptBinaryExpression binary)
    {
        var (left, right) = (Value(binary.Left), Value(binary.Right));
        return binary.Operator switch
        {
            ScriptBinaryOperator.EmptyCoalescing => run => left(run) ?? right(run),
            ScriptBinaryOperator.CompareEqual => run => Equals(left(run), right(run)),
            ScriptBinaryOperator.CompareGreater => run => (int)left(run)! > (int)right(run)!,
            _ => throw Unknown(binary),
        };
    }

    private int Place(ScriptVariableGlobal variable)
    {
        if (!_variables.TryGetValue(variable.Name, out var place))
        {
            _variables[variable.Name] = place = Locals++;
        }

        return place;
    }

    private static bool IsTrue(object? value) => value is not (null or false);

    private static NotSupportedException Unknown(ScriptNode? node) =>
        new($"The built-in template uses {node?.GetType().Name}, line {node?.Span.Start.Line + 1}, which is not known here.");
}
