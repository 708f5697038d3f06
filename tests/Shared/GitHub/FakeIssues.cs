using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Operator.Testing.GitHub;

/// <summary>GitHub's API for issues, and what people do with them.</summary>
/// <param name="url">Where it is.</param>
public sealed class FakeIssues(Func<string> url)
{
    // Pull requests have the numbers before.
    private const int First = 101;

    private readonly Lock _lock = new();
    private readonly List<FakeIssue> _issues = [];

    /// <summary>The login whose token the operator has at first.</summary>
    public const string Operator = "post-mortems[bot]";

    /// <summary>Whose token the operator has now.</summary>
    public string Login { get; set; } = Operator;

    /// <summary>Whether GitHub leaves out labels and assignees without a word, as it does where the account may not push.</summary>
    public bool DropsLabels { get; set; }

    /// <summary>Who can be an assignee.</summary>
    public HashSet<string> Assignable { get; } = new(StringComparer.OrdinalIgnoreCase) { "ann", "bob" };

    public bool AreSwitchedOff { get; set; }

    /// <summary>Whether new issues are not listed at once.</summary>
    public bool Lags { get; set; }

    public IReadOnlyList<FakeIssue> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _issues];
            }
        }
    }

    public FakeIssue Only => All.Single();

    /// <summary>An issue of before.</summary>
    public FakeIssue Add(string title, string body, string creator = Operator)
    {
        lock (_lock)
        {
            _issues.Add(new FakeIssue(First + _issues.Count) { Title = title, Body = body, Creator = creator });
            return _issues[^1];
        }
    }

    /// <summary>Somebody does something with the only issue.</summary>
    public void Edit(Action<FakeIssue> edit)
    {
        lock (_lock)
        {
            var issue = _issues.Single();
            edit(issue);
            issue.UpdatedAt = TimeProvider.System.GetUtcNow();
        }
    }

    /// <summary>Somebody closes the only issue.</summary>
    public void Close(string reason, string login = "ann", string type = "User", string? original = null) => Edit(issue =>
    {
        issue.Original = original;
        (issue.IsOpen, issue.Reason, issue.Closer) = (false, reason, (login, type));
        issue.ClosedAt = TimeProvider.System.GetUtcNow();
    });

    /// <summary>What the GraphQL API says of which issue another one is a duplicate.</summary>
    public JsonNode Original(int number)
    {
        lock (_lock)
        {
            var issue = _issues.Find(i => i.Number == number);
            var nodes = issue?.Original is { } original ? new JsonArray(new JsonObject { ["canonical"] = new JsonObject { ["url"] = original } }) : new JsonArray();
            return new JsonObject { ["data"] = new JsonObject { ["repository"] = new JsonObject { ["issue"] = new JsonObject { ["timelineItems"] = new JsonObject { ["nodes"] = nodes } } } } };
        }
    }

    /// <summary>Answers; null for what it does not know.</summary>
    public (int Status, JsonNode Body)? Answer(string method, string path, IQueryCollection query, JsonNode? body)
    {
        lock (_lock)
        {
            return (method, path.Split('/')) switch
            {
                ("GET", ["issues"]) => List(query),
                ("POST", ["issues"]) => Create(body!),
                ("GET", ["issues", var number]) => With(number, i => (200, i.ToJson(url(), isWhole: true))),
                ("PATCH", ["issues", var number]) => With(number, i => Change(i, body!.AsObject())),
                ("GET", ["issues", var number, "comments"]) => With(number, i => (200, Paging.Of(i.ToComments().Select(c => c!.DeepClone()), query))),
                ("POST", ["issues", var number, "comments"]) => With(number, i => Comment(i, (string)body!["body"]!)),
                ("GET", ["assignees", var login]) => Assignable.Contains(login) ? (204, new JsonObject()) : (404, Problem("Not Found")),
                _ => null,
            };
        }
    }

    private (int, JsonNode) List(IQueryCollection query)
    {
        var since = DateTimeOffset.TryParse(query["since"], CultureInfo.InvariantCulture, out var s) ? s : DateTimeOffset.MinValue;
        var found = _issues.Where(i => !i.IsUnlisted && i.Gone is null && i.UpdatedAt >= since && (query["creator"].ToString() is "" || i.Creator == query["creator"].ToString()))
            .Where(i => query["state"].ToString() is var state && (state == "all" || i.IsOpen)).OrderBy(i => i.UpdatedAt);
        return (200, Paging.Of(found.Select(i => i.ToJson(url(), isWhole: false)), query));
    }

    private (int, JsonNode) Create(JsonNode body)
    {
        if (AreSwitchedOff)
        {
            return (410, Problem("Issues has been disabled in this repository."));
        }

        if (((string)body["title"]!).Length > 256)
        {
            return (422, new JsonObject { ["message"] = "Validation Failed", ["errors"] = new JsonArray(new JsonObject { ["resource"] = "Issue", ["code"] = "custom", ["message"] = "title is too long (maximum is 256 characters)" }) });
        }

        var issue = new FakeIssue(First + _issues.Count) { Title = (string)body["title"]!, Body = (string?)body["body"] ?? "", Creator = Login, IsUnlisted = Lags };
        issue.Labels.AddRange(DropsLabels ? [] : body["labels"]?.AsArray().Select(l => (string)l!) ?? []);
        issue.Assignees.AddRange(DropsLabels ? [] : body["assignees"]?.AsArray().Select(l => (string)l!) ?? []);
        _issues.Add(issue);
        return (201, issue.ToJson(url(), isWhole: true));
    }

    private (int, JsonNode) Change(FakeIssue issue, JsonObject body)
    {
        issue.Title = (string?)body["title"] ?? issue.Title;
        issue.Body = (string?)body["body"] ?? issue.Body;
        issue.Milestone = body.TryGetPropertyValue("milestone", out var milestone) ? (int?)milestone : issue.Milestone;
        if (body["labels"] is JsonArray labels)
        {
            issue.Labels.Clear();
            issue.Labels.AddRange(labels.Select(l => (string)l!));
        }

        if (body["assignees"] is JsonArray assignees)
        {
            issue.Assignees.Clear();
            issue.Assignees.AddRange(assignees.Select(l => (string)l!));
        }

        issue.IsOpen = (string?)body["state"] is { } state ? state == "open" : issue.IsOpen;
        issue.UpdatedAt = TimeProvider.System.GetUtcNow();
        return (200, issue.ToJson(url(), isWhole: true));
    }

    private static (int, JsonNode) Comment(FakeIssue issue, string text)
    {
        issue.Comments.Add((Operator, text));
        issue.UpdatedAt = TimeProvider.System.GetUtcNow();
        return (201, FakeIssue.ToComment(issue.Comments[^1], issue.Comments.Count - 1));
    }

    private (int, JsonNode)? With(string number, Func<FakeIssue, (int, JsonNode)> answer) =>
        int.TryParse(number, CultureInfo.InvariantCulture, out var n) && _issues.Find(i => i.Number == n) is { } issue ? issue.Gone is { } gone ? (gone, Problem("Gone")) : answer(issue) : null;

    private static JsonObject Problem(string message) => new() { ["message"] = message };
}
