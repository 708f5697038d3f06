using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Operator.Sandbox.ApiServer.Cel;

/// <summary>The standard functions, and those of Kubernetes' string, list and regex libraries.</summary>
internal static class CelFunctions
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);

    public static object? Call(string name, object?[] arguments) => (name, arguments) switch
    {
        ("size", [var value]) => Size(value),
        ("contains", [string s, string part]) => s.Contains(part, StringComparison.Ordinal),
        ("startsWith", [string s, string part]) => s.StartsWith(part, StringComparison.Ordinal),
        ("endsWith", [string s, string part]) => s.EndsWith(part, StringComparison.Ordinal),
        ("matches", [string s, string pattern]) => Pattern(pattern).IsMatch(s),
        ("find", [string s, string pattern]) => Pattern(pattern).Match(s).Value,
        ("findAll", [string s, string pattern]) => Pattern(pattern).Matches(s).Select(m => (object?)m.Value).ToList(),
        ("lowerAscii", [string s]) => s.ToLowerInvariant(),
        ("upperAscii", [string s]) => s.ToUpperInvariant(),
        ("trim", [string s]) => s.Trim(),
        ("replace", [string s, string old, string with]) => s.Replace(old, with, StringComparison.Ordinal),
        ("split", [string s, string separator]) => s.Split(separator).Select(p => (object?)p).ToList(),
        ("substring", [string s, long from]) => s[(int)from..],
        ("substring", [string s, long from, long to]) => s[(int)from..(int)to],
        ("indexOf", [string s, string part]) => (long)s.IndexOf(part, StringComparison.Ordinal),
        ("join", [List<object?> list]) => string.Concat(list.Cast<string>()),
        ("join", [List<object?> list, string separator]) => string.Join(separator, list.Cast<string>()),
        ("indexOf", [List<object?> list, var item]) => (long)list.FindIndex(i => CelValues.AreEqual(i, item)),
        ("isSorted", [List<object?> list]) => list.Zip(list.Skip(1)).All(p => CelValues.Compare(p.First, p.Second) <= 0),
        ("sum", [List<object?> list]) => list.Aggregate((object)0L, (sum, i) => sum is 0L ? i! : CelOperators.Apply("+", sum, i)),
        ("min", [List<object?> { Count: > 0 } list]) => list.Aggregate((a, b) => CelValues.Compare(a, b) <= 0 ? a : b),
        ("max", [List<object?> { Count: > 0 } list]) => list.Aggregate((a, b) => CelValues.Compare(a, b) >= 0 ? a : b),
        ("isURL", [string s]) => Uri.TryCreate(s, UriKind.Absolute, out _),
        (_, [DateTimeOffset at]) when name.StartsWith("get", StringComparison.Ordinal) => Part(name, at.UtcDateTime),
        (_, [TimeSpan span]) when name.StartsWith("get", StringComparison.Ordinal) => Part(name, span),
        (_, [var value]) => Convert(name, value),
        _ => throw CelValues.NoOverload(name),
    };

    private static long Size(object? value) => value switch
    {
        string s => s.EnumerateRunes().Count(),
        byte[] bytes => bytes.Length,
        List<object?> list => list.Count,
        Dictionary<object, object?> map => map.Count,
        CelObject o => o.Json.Count,
        _ => throw CelValues.NoOverload("size"),
    };

    private static object Part(string name, DateTime at) => name switch
    {
        "getFullYear" => (long)at.Year,
        "getMonth" => at.Month - 1L,
        "getDate" => (long)at.Day,
        "getDayOfMonth" => at.Day - 1L,
        "getDayOfWeek" => (long)at.DayOfWeek,
        "getDayOfYear" => at.DayOfYear - 1L,
        "getHours" => (long)at.Hour,
        "getMinutes" => (long)at.Minute,
        "getSeconds" => (long)at.Second,
        "getMilliseconds" => (long)at.Millisecond,
        _ => throw CelValues.NoOverload(name),
    };

    private static object Part(string name, TimeSpan span) => name switch
    {
        "getHours" => (long)span.TotalHours,
        "getMinutes" => (long)span.TotalMinutes,
        "getSeconds" => (long)span.TotalSeconds,
        "getMilliseconds" => (long)span.TotalMilliseconds,
        _ => throw CelValues.NoOverload(name),
    };

    private static object Convert(string name, object? value) => (name, value) switch
    {
        ("timestamp", string s) => CelValues.Timestamp(s),
        ("timestamp", DateTimeOffset at) => at,
        ("duration", string s) => CelValues.Duration(s),
        ("duration", TimeSpan span) => span,
        ("int" or "uint", long l) => l,
        ("int" or "uint", double d) => (long)d,
        ("int", DateTimeOffset at) => at.ToUnixTimeSeconds(),
        ("int" or "uint", string s) => long.TryParse(s, CultureInfo.InvariantCulture, out var whole) ? whole : throw Unconvertible(s, name),
        ("double", double d) => d,
        ("double", long l) => (double)l,
        ("double", string s) => double.TryParse(s, CultureInfo.InvariantCulture, out var real) ? real : throw Unconvertible(s, name),
        ("bool", bool b) => b,
        ("bool", string s) => bool.TryParse(s, out var flag) ? flag : throw Unconvertible(s, name),
        ("dyn", not null) => value,
        ("string", string s) => s,
        ("string", bool b) => b ? "true" : "false",
        ("string", byte[] bytes) => Encoding.UTF8.GetString(bytes),
        ("string", DateTimeOffset at) => Resources.Timestamps.Format(at),
        ("string", TimeSpan span) => FormattableString.Invariant($"{span.TotalSeconds}s"),
        ("string", IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw CelValues.NoOverload(name),
    };

    private static Regex Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, RegexTimeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new CelException($"invalid regular expression '{pattern}'");
        }
    }

    private static CelException Unconvertible(string text, string type) => new($"cannot convert '{text}' to {type}");
}
