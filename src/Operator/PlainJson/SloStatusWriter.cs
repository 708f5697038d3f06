using System.Text.Json;
using Operator.Api;

namespace Operator.PlainJson;

/// <summary>Writes one objective's figures.</summary>
/// <param name="json">Takes them.</param>
internal sealed class SloStatusWriter(Utf8JsonWriter json)
{
    public void Write(SloStatus slo)
    {
        json.WriteString("name", slo.Name);
        json.WriteNumber("objective", slo.Objective);
        json.WriteString("window", slo.Window);
        json.WriteString("method", slo.Method.ToString());
        json.WriteString("state", slo.State.ToString());
        json.Number("sliAverage", slo.SliAverage);
        json.Number("sliMinimum", slo.SliMinimum);
        json.Number("secondsBelowObjective", slo.SecondsBelowObjective);
        json.Whole("badEvents", slo.BadEvents);
        json.Whole("totalEvents", slo.TotalEvents);
        json.Number("budgetConsumedPercent", slo.BudgetConsumedPercent);
        json.Number("budgetRemainingPercent", slo.BudgetRemainingPercent);
        json.Number("burnRate", slo.BurnRate);
        json.Flag("breachedDuringIncident", slo.BreachedDuringIncident);
        json.Flag("objectiveMissed", slo.ObjectiveMissed);
        json.Flag("slaBreached", slo.SlaBreached);
        if (slo.Completeness is { } completeness)
        {
            json.WriteStartObject("completeness");
            json.WriteString("state", completeness.State.ToString());
            json.Number("coveredSeconds", completeness.CoveredSeconds);
            json.Text("message", completeness.Message);
            json.WriteEndObject();
        }

        if (slo.OtherMethods is { } others)
        {
            json.WriteStartObject("otherMethods");
            foreach (var (method, percent) in others)
            {
                json.WriteNumber(method, percent);
            }

            json.WriteEndObject();
        }

        json.Text("message", slo.Message);
    }
}
