using System.Globalization;
using System.Text.Json;
using k8s.Models;
using Operator.Api;

namespace Operator.PlainJson;

/// <summary>Writes a status. Each reconcile does twice, for the document and for the API server. A test holds that it writes what the serializer writes.</summary>
/// <param name="json">Takes it.</param>
internal sealed class PostMortemStatusWriter(Utf8JsonWriter json)
{
    public void Write(PostMortemStatus status)
    {
        json.WriteStartObject();
        json.Whole("observedGeneration", status.ObservedGeneration);
        json.Text("phase", status.Phase?.ToString());
        Object("summary", status.Summary, Summary);
        List("timestamps", status.Timestamps, Timestamp);
        List("durations", status.Durations, Duration);
        List("alerts", status.Alerts, Alert);
        List("slos", status.Slos, new SloStatusWriter(json).Write);
        Object("impact", status.Impact, Impact);
        List("actionItems", status.ActionItems, ActionItem);
        Object("evidence", status.Evidence, Evidence);
        Object("document", status.Document, Document);
        json.Text("lastHandledReconcileAt", status.LastHandledReconcileAt);
        json.Text("lastHandledRefreshAt", status.LastHandledRefreshAt);
        List("conditions", status.Conditions, Condition);
        json.WriteEndObject();
    }

    private void Summary(SummaryStatus summary)
    {
        json.WriteString("state", summary.State.ToString());
        json.Text("duration", summary.Duration);
        json.Text("timeToDetect", summary.TimeToDetect);
        json.Text("timeToResolve", summary.TimeToResolve);
        json.Text("errorBudgetConsumed", summary.ErrorBudgetConsumed);
        json.Text("actionItems", summary.ActionItems);
    }

    private void Timestamp(TimestampStatus timestamp)
    {
        json.WriteString("name", timestamp.Name.ToString());
        json.Time("time", timestamp.Time);
        json.WriteString("source", timestamp.Source.ToString());
    }

    private void Duration(DurationStatus duration)
    {
        json.WriteString("name", duration.Name.ToString());
        json.WriteString("state", duration.State.ToString());
        json.Number("seconds", duration.Seconds);
        json.WriteString("from", duration.From.ToString());
        json.WriteString("to", duration.To.ToString());
        json.Text("message", duration.Message);
    }

    private void Alert(AlertStatus alert)
    {
        json.WriteString("name", alert.Name);
        if (alert.Labels is { } labels)
        {
            json.WriteStartObject("labels");
            foreach (var (name, value) in labels)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.Time("pendingAt", alert.PendingAt);
        json.Time("firingAt", alert.FiringAt);
        json.Time("resolvedAt", alert.ResolvedAt);
        json.WriteNumber("episodes", alert.Episodes);
        json.Number("uncertaintySeconds", alert.UncertaintySeconds);
    }

    private void Impact(ImpactStatus impact)
    {
        json.Whole("failedRequests", impact.FailedRequests);
        json.Whole("affectedUsers", impact.AffectedUsers);
        json.Number("affectedUsersPercent", impact.AffectedUsersPercent);
        Object("revenueLoss", impact.RevenueLoss, Money);
        json.Text("message", impact.Message);
    }

    private void Money(MoneyStatus money)
    {
        json.WriteNumber("amount", money.Amount);
        json.WriteString("currency", money.Currency);
    }

    private void ActionItem(ActionItemStatus item)
    {
        json.WriteString("id", item.Id);
        json.WriteString("state", item.State.ToString());
        json.Text("dueDate", item.DueDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteBoolean("overdue", item.Overdue);
    }

    private void Evidence(EvidenceStatus evidence)
    {
        json.WriteString("state", evidence.State.ToString());
        json.Time("collectedAt", evidence.CollectedAt);
        json.Text("digest", evidence.Digest);
    }

    private void Document(DocumentStatus document)
    {
        json.Text("digest", document.Digest);
        json.Time("renderedAt", document.RenderedAt);
        json.Text("template", document.Template);
        if (document.MissingSections is { } missing)
        {
            json.Texts("missingSections", missing);
        }

        List("outputs", document.Outputs, Output);
    }

    private void Output(OutputStatus output)
    {
        json.WriteString("type", output.Type);
        json.WriteString("location", output.Location);
    }

    private void Condition(V1Condition condition)
    {
        json.WriteString("lastTransitionTime", condition.LastTransitionTime);
        json.Text("message", condition.Message);
        json.Whole("observedGeneration", condition.ObservedGeneration);
        json.Text("reason", condition.Reason);
        json.Text("status", condition.Status);
        json.Text("type", condition.Type);
    }

    private void Object<T>(string name, T? value, Action<T> write)
        where T : class
    {
        if (value is not null)
        {
            json.WriteStartObject(name);
            write(value);
            json.WriteEndObject();
        }
    }

    private void List<T>(string name, IReadOnlyList<T>? items, Action<T> write)
    {
        if (items is not null)
        {
            json.Objects(name, items, write);
        }
    }
}
