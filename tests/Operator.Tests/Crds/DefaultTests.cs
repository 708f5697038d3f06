using System.ComponentModel;
using System.Reflection;
using Operator.Api;

namespace Operator.Tests.Crds;

/// <summary>A field that is left out means the same to the API server, which applies the schema's default, and to the program.</summary>
public sealed class DefaultTests
{
    private static readonly PropertyInfo[] Spec =
    [
        .. typeof(PostMortemSpec).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Spec", StringComparison.Ordinal))
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance)),
    ];

    public static TheoryData<string, string> Defaults =>
        new(Spec.Where(p => p.IsDefined(typeof(DefaultValueAttribute))).Select(p => (p.DeclaringType!.Name, p.Name)));

    [Theory]
    [MemberData(nameof(Defaults))]
    public void The_schemas_default_is_what_the_type_starts_with(string type, string property)
    {
        var member = Spec.Single(p => p.DeclaringType!.Name == type && p.Name == property);
        // Required members are not set on purpose: only the initialisers count.
        var fresh = Activator.CreateInstance(member.DeclaringType!);

        Assert.Equal(member.GetCustomAttribute<DefaultValueAttribute>()!.Value, member.GetValue(fresh));
    }

    [Fact]
    public void A_scalar_that_is_neither_required_nor_optional_has_a_default()
    {
        var nullability = new NullabilityInfoContext();

        Assert.All(
            Spec.Where(p => p.PropertyType.IsValueType || p.PropertyType == typeof(string))
                .Where(p => !p.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
                .Where(p => nullability.Create(p).ReadState == NullabilityState.NotNull && !p.Name.Contains("Equality")),
            p => Assert.True(p.IsDefined(typeof(DefaultValueAttribute)), $"{p.DeclaringType!.Name}.{p.Name}"));
    }
}
