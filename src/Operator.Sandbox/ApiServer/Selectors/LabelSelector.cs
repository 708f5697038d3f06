using Operator.Sandbox.ApiServer.Errors;

namespace Operator.Sandbox.ApiServer.Selectors;

/// <summary>The label selector grammar: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
internal sealed class LabelSelector
{
    private readonly List<Requirement> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _requirements.TrueForAll(r => r.Matches(labels));

    /// <exception cref="ApiException">400 on a syntax error.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        foreach (var part in SplitOutsideParentheses(text ?? ""))
        {
            selector._requirements.Add(ParseRequirement(part.Trim(), text!));
        }

        return selector;
    }

    private static Requirement ParseRequirement(string part, string whole)
    {
        if (part.StartsWith('!'))
        {
            return new Requirement(part[1..].Trim(), Present: false, null);
        }

        if (part.EndsWith(')'))
        {
            return ParseSet(part, whole);
        }

        foreach (var (sign, equal) in new[] { ("!=", false), ("==", true), ("=", true) })
        {
            var at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0)
            {
                return new Requirement(part[..at].Trim(), equal, [part[(at + sign.Length)..].Trim()]);
            }
        }

        return part.Length == 0 || part.Any(char.IsWhiteSpace) ? throw Unparsable(whole) : new Requirement(part, Present: true, null);
    }

    private static Requirement ParseSet(string part, string whole)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        var head = part[..Math.Max(open, 0)].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (head is not [var key, "in" or "notin"])
        {
            throw Unparsable(whole);
        }

        var values = part[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
        return new Requirement(key, string.Equals(head[1], "in", StringComparison.Ordinal), values);
    }

    private static IEnumerable<string> SplitOutsideParentheses(string text)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        if (text.Length > start)
        {
            yield return text[start..];
        }
    }

    private static ApiException Unparsable(string text) => ApiErrors.BadRequest($"unable to parse requirement: {text}");

    private sealed record Requirement(string Key, bool Present, string[]? Values)
    {
        public bool Matches(IReadOnlyDictionary<string, string> labels)
        {
            var found = labels.TryGetValue(Key, out var value);
            return Values is null ? found == Present : (found && Values.Contains(value, StringComparer.Ordinal)) == Present;
        }
    }
}
