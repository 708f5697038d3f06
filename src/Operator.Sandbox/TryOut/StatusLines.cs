using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.TryOut;

/// <summary>Watches all PostMortems as any client would, and tells each change of what matters to people in a line.</summary>
internal sealed class StatusLines(Uri server, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);

    /// <summary>Watches until it is told to end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(http, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // Ended, or about to be asked again from the start: what was told is not told twice.
            }

            await Task.Delay(BeforeRetry, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The line for a resource: condition Ready, phase, state, duration, budget.</summary>
    /// <returns>Null as long as the operator has not said anything.</returns>
    public static string? Line(JsonObject resource)
    {
        var status = resource.ObjectAt("status");
        var ready = status.ArrayAt("conditions")?.OfType<JsonObject>().FirstOrDefault(c => c.TextAt("type") is ConditionTypes.Ready);
        if (ready is null)
        {
            return null;
        }

        var summary = status.ObjectAt("summary");
        var budget = summary.TextAt("errorBudgetConsumed") is { } consumed ? $"budget {consumed}" : null;
        var message = ready.TextAt("status") is "True" ? null : ready.TextAt("message");
        string?[] parts = [$"Ready={ready.TextAt("status")} {ready.TextAt("reason")}", status.TextAt("phase"), summary.TextAt("state"), summary.TextAt("duration"), budget, message];
        return string.Join("  ", parts.OfType<string>());
    }

    private async Task WatchAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var path = $"apis/{PostMortem.GroupVersion}/{PostMortem.Plural}?watch=true";
        await using var stream = await http.GetStreamAsync(new Uri(path, UriKind.Relative), cancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (JsonNode.Parse(line) is JsonObject change && change.ObjectAt("object") is { } resource && resource.TextAt("kind") is PostMortem.KindName)
            {
                Tell(change.TextAt("type"), resource);
            }
        }
    }

    private void Tell(string? change, JsonObject resource)
    {
        var name = $"{resource.Metadata().TextAt("namespace")}/{resource.Metadata().TextAt("name")}";
        if (change is "DELETED")
        {
            _told.Remove(name);
            say($"{name}  deleted");
        }
        else if (Line(resource) is { } line && (!_told.TryGetValue(name, out var before) || before != line))
        {
            _told[name] = line;
            say($"{name}  {line}");
        }
    }
}
