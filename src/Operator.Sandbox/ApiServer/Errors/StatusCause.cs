namespace Operator.Sandbox.ApiServer.Errors;

/// <summary>One entry of <c>status.details.causes</c>.</summary>
/// <param name="Reason">Machine-readable reason, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Field">The field's path, empty when the cause has none.</param>
internal sealed record StatusCause(string Reason, string Message, string? Field = null);
