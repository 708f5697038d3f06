namespace Operator.Api.Schema;

/// <summary>The list is a set (<c>x-kubernetes-list-type: set</c>): scalar items are unique.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListSetAttribute : Attribute;
