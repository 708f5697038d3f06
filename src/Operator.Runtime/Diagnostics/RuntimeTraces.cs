using System.Diagnostics;

namespace Operator.Runtime.Diagnostics;

/// <summary>The spans of the runtime: one for each reconcile. Without a listener a reconcile pays for a null check.</summary>
public static class RuntimeTraces
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Operator.Runtime";

    /// <summary>How the names of spans of reconciles begin; the controller follows.</summary>
    public const string ReconcilePrefix = "reconcile ";

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? Reconcile(string controller, ObjectKey key, string reconcileId, int failures)
    {
        var span = Source.StartActivity(ReconcilePrefix + controller);
        return span?.SetTag("k8s.namespace.name", key.Namespace).SetTag("k8s.object.name", key.Name).SetTag("reconcile.id", reconcileId).SetTag("reconcile.failures", failures);
    }

    internal static void End(Activity? span, ReconcileOutcome outcome, Exception? exception)
    {
        span?.SetTag("reconcile.outcome", outcome.ToString());
        if (exception is not null)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
        }
    }
}
