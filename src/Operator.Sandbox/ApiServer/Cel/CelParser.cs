using static Operator.Sandbox.ApiServer.Cel.CelExpression;

namespace Operator.Sandbox.ApiServer.Cel;

/// <summary>Recursive descent over CEL's grammar, macros expanded to nodes of their own.</summary>
internal sealed class CelParser
{
    private static readonly string[][] Levels = [["||"], ["&&"], ["<", "<=", ">=", ">", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"]];

    private static readonly string[] Macros = ["all", "exists", "exists_one", "existsOne", "map", "filter"];

    private readonly List<CelLexer.Token> _tokens;
    private int _at;

    private CelParser(string rule) => _tokens = CelLexer.Read(rule);

    /// <exception cref="CelException">The rule is not CEL.</exception>
    public static CelExpression Parse(string rule)
    {
        var parser = new CelParser(rule);
        var expression = parser.Ternary();
        return parser._at == parser._tokens.Count ? expression : throw parser.Unexpected();
    }

    private CelExpression Ternary()
    {
        var test = BinaryLevel(0);
        if (!Take("?"))
        {
            return test;
        }

        var then = BinaryLevel(0);
        Expect(":");
        return new Conditional(test, then, Ternary());
    }

    private CelExpression BinaryLevel(int level)
    {
        if (level == Levels.Length)
        {
            return Prefix();
        }

        var left = BinaryLevel(level + 1);
        while (Peek() is { IsLiteral: false } token && Levels[level].Contains(token.Text, StringComparer.Ordinal))
        {
            _at++;
            left = new Binary(token.Text, left, BinaryLevel(level + 1));
        }

        return left;
    }

    private CelExpression Prefix()
    {
        if (Take("!"))
        {
            return new Unary('!', Prefix());
        }

        return Take("-") ? new Unary('-', Prefix()) : Postfix(Primary());
    }

    private CelExpression Postfix(CelExpression target)
    {
        while (true)
        {
            if (Take("."))
            {
                var name = Next().Text;
                target = Take("(") ? Method(target, name) : new Select(target, name);
            }
            else if (Take("["))
            {
                target = new CelExpression.Index(target, Ternary());
                Expect("]");
            }
            else
            {
                return target;
            }
        }
    }

    private CelExpression Method(CelExpression target, string name)
    {
        var arguments = Arguments(")");
        return Macros.Contains(name, StringComparer.Ordinal) && arguments is [Name variable, .. var bodies] && bodies.Count > 0
            ? new Macro(target, name, variable.Identifier, bodies)
            : new Call(target, name, arguments);
    }

    private CelExpression Primary()
    {
        var token = Next();
        if (token.IsLiteral)
        {
            return new Literal(token.Value);
        }

        switch (token.Text)
        {
            case "true":
                return new Literal(true);
            case "false":
                return new Literal(false);
            case "null":
                return new Literal(null);
            case "(":
                var inner = Ternary();
                Expect(")");
                return inner;
            case "[":
                return new ListOf(Arguments("]"));
            case "{":
                return Map();
            case "has" when Take("("):
                var field = Arguments(")");
                return field is [Select select] ? new Has(select) : throw new CelException("invalid argument to has() macro");
        }

        if (!char.IsLetter(token.Text[0]) && token.Text[0] != '_')
        {
            _at--;
            throw Unexpected();
        }

        return Take("(") ? new Call(null, token.Text, Arguments(")")) : new Name(token.Text);
    }

    private MapOf Map()
    {
        var entries = new List<(CelExpression, CelExpression)>();
        while (!Take("}"))
        {
            var key = Ternary();
            Expect(":");
            entries.Add((key, Ternary()));
            if (!Take(","))
            {
                Expect("}");
                break;
            }
        }

        return new MapOf(entries);
    }

    private List<CelExpression> Arguments(string end)
    {
        var arguments = new List<CelExpression>();
        while (!Take(end))
        {
            arguments.Add(Ternary());
            if (!Take(","))
            {
                Expect(end);
                break;
            }
        }

        return arguments;
    }

    private CelLexer.Token? Peek() => _at < _tokens.Count ? _tokens[_at] : null;

    private CelLexer.Token Next() => _at < _tokens.Count ? _tokens[_at++] : throw Unexpected();

    private bool Take(string text)
    {
        if (Peek() is { IsLiteral: false } token && string.Equals(token.Text, text, StringComparison.Ordinal))
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Expect(string text)
    {
        if (!Take(text))
        {
            throw Unexpected();
        }
    }

    private CelException Unexpected() => new($"Syntax error: mismatched input '{Peek()?.Text ?? "<EOF>"}'");
}
