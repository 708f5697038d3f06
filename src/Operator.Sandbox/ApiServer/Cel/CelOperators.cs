namespace Operator.Sandbox.ApiServer.Cel;

internal static class CelOperators
{
    public static object Apply(string sign, object? left, object? right)
    {
        try
        {
            return sign switch
            {
                "==" => CelValues.AreEqual(left, right),
                "!=" => !CelValues.AreEqual(left, right),
                "<" => CelValues.Compare(left, right) < 0,
                "<=" => CelValues.Compare(left, right) <= 0,
                ">" => CelValues.Compare(left, right) > 0,
                ">=" => CelValues.Compare(left, right) >= 0,
                "in" => In(left, right),
                _ => Calculate(sign, left, right),
            };
        }
        catch (Exception e) when (e is OverflowException or DivideByZeroException)
        {
            throw new CelException(e is OverflowException ? "integer overflow" : "division by zero");
        }
    }

    private static bool In(object? item, object? container) => container switch
    {
        List<object?> list => list.Exists(i => CelValues.AreEqual(i, item)),
        CelObject o when item is string name => o.Json.ContainsKey(name),
        Dictionary<object, object?> map => item is not null && map.ContainsKey(item),
        _ => throw CelValues.NoOverload("@in"),
    };

    private static object Calculate(string sign, object? left, object? right) => (sign, left, right) switch
    {
        ("+", long l, long r) => checked(l + r),
        ("-", long l, long r) => checked(l - r),
        ("*", long l, long r) => checked(l * r),
        ("/", long l, long r) => l / r,
        ("%", long l, long r) => l % r,
        ("+", double l, double r) => l + r,
        ("-", double l, double r) => l - r,
        ("*", double l, double r) => l * r,
        ("/", double l, double r) => l / r,
        ("+", string l, string r) => l + r,
        ("+", List<object?> l, List<object?> r) => l.Concat(r).ToList(),
        ("+", DateTimeOffset l, TimeSpan r) => l + r,
        ("+", TimeSpan l, DateTimeOffset r) => r + l,
        ("+", TimeSpan l, TimeSpan r) => l + r,
        ("-", DateTimeOffset l, DateTimeOffset r) => l - r,
        ("-", DateTimeOffset l, TimeSpan r) => l - r,
        ("-", TimeSpan l, TimeSpan r) => l - r,
        _ => throw CelValues.NoOverload($"_{sign}_"),
    };
}
