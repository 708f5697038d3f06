using System.Collections;
using System.Reflection;

namespace Operator.Tests.Evidence;

/// <summary>Fills every property of a record, and of all in it, with values of its own; a type that gains a property is filled too.</summary>
internal sealed class SampleValues
{
    private int _next;

    /// <summary>How often optional members get a value: one in so many.</summary>
    public int Sparse { get; init; } = 1;

    public T Of<T>() => (T)Value(typeof(T), "")!;

    private object? Value(Type type, string name)
    {
        _next++;
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return _next % Sparse == 0 ? Value(inner, name) : null;
        }

        if (type == typeof(string))
        {
            return $"{name} {_next} <ä>+\"";
        }

        if (type == typeof(DateTimeOffset))
        {
            return new DateTimeOffset(2025, 12, 14, 7, 0, 0, TimeSpan.Zero).AddMilliseconds(_next * 1001);
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.DateTime => new DateTime(2025, 12, 14, 7, 0, 0, DateTimeKind.Utc).AddMilliseconds(_next * 1001),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(_next % Enum.GetValues(type).Length),
            TypeCode.Boolean => _next % 2 == 0,
            TypeCode.Int32 => _next,
            TypeCode.Int64 => (long)_next,
            TypeCode.Double => _next / 7.0,
            TypeCode.Decimal => _next / 8m,
            _ when type == typeof(DateOnly) => new DateOnly(2025, 12, 1).AddDays(_next % 30),
            _ when typeof(IEnumerable).IsAssignableFrom(type) => Collection(type, name),
            _ => Instance(type),
        };
    }

    private object Collection(Type type, string name)
    {
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 2)
        {
            var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            dictionary.Add($"b{_next}", Value(arguments[1], name));
            dictionary.Add($"a{_next}", Value(arguments[1], name));
            return dictionary;
        }

        var items = Array.CreateInstance(arguments[0], 2);
        items.SetValue(Value(arguments[0], name), 0);
        items.SetValue(Value(arguments[0], name), 1);
        return items;
    }

    private object Instance(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != type).MaxBy(c => c.GetParameters().Length);
        var arguments = (constructor?.GetParameters() ?? []).Select(p => Value(p.ParameterType, p.Name!)).ToArray();
        var instance = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke(arguments);
        foreach (var property in type.GetProperties().Where(p => p.SetMethod is not null && arguments.Length == 0))
        {
            var optional = nullability.Create(property).WriteState == NullabilityState.Nullable && Nullable.GetUnderlyingType(property.PropertyType) is null;
            property.SetValue(instance, optional && ++_next % Sparse != 0 ? null : Value(property.PropertyType, property.Name));
        }

        return instance;
    }
}
