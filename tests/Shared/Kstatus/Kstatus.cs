using System.Text.Json.Nodes;

namespace Operator.Testing.Kstatus;

/// <summary>
/// What kstatus says of a custom resource, by the rules of its library for kinds that it does not know: Flux, Helm's wait and
/// Argo CD's health check read an object so.
/// </summary>
internal static class Kstatus
{
    /// <summary>Terminating, InProgress, Failed or Current.</summary>
    /// <param name="resource">The object as the API server gives it.</param>
    public static string Of(JsonObject resource)
    {
        var metadata = resource["metadata"]!.AsObject();
        if (metadata["deletionTimestamp"] is not null)
        {
            return "Terminating";
        }

        var status = resource["status"] as JsonObject;
        if (status?["observedGeneration"] is { } observed && observed.GetValue<long>() != metadata["generation"]!.GetValue<long>())
        {
            return "InProgress";
        }

        string? Condition(string type) => (status?["conditions"] as JsonArray)?.FirstOrDefault(c => c!["type"]!.GetValue<string>() == type)?["status"]!.GetValue<string>();
        if (Condition("Reconciling") == "True")
        {
            return "InProgress";
        }

        if (Condition("Stalled") == "True")
        {
            return "Failed";
        }

        return Condition("Ready") is "False" or "Unknown" ? "InProgress" : "Current";
    }
}
