using System.Globalization;
using System.Text.Json.Nodes;

namespace Operator.Testing.GitHub;

/// <summary>An issue, and what people have set on it.</summary>
/// <param name="number">Its number.</param>
public sealed class FakeIssue(int number)
{
    public int Number => number;

    public string Title { get; set; } = "";

    public string Body { get; set; } = "";

    public string Creator { get; init; } = "";

    public List<string> Labels { get; } = [];

    public List<string> Assignees { get; } = [];

    public int? Milestone { get; set; }

    public bool IsOpen { get; set; } = true;

    public string? Reason { get; set; }

    /// <summary>The page of the issue of which it is a duplicate; null for none.</summary>
    public string? Original { get; set; }

    public (string Login, string Type)? Closer { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public DateTimeOffset CreatedAt { get; } = TimeProvider.System.GetUtcNow();

    public DateTimeOffset UpdatedAt { get; set; } = TimeProvider.System.GetUtcNow();

    public List<(string Login, string Body)> Comments { get; } = [];

    /// <summary>Whether the list does not show it yet.</summary>
    public bool IsUnlisted { get; set; }

    /// <summary>The status that a request for it is answered with in place of it; null for none.</summary>
    public int? Gone { get; set; }

    /// <summary>As the API shows it; a list does not say who closed it.</summary>
    public JsonObject ToJson(string url, bool isWhole) => new()
    {
        ["id"] = number * 10,
        ["node_id"] = $"I_{number}",
        ["number"] = number,
        ["url"] = $"{url}api/v3/repos/{FakeGitHub.Owner}/{FakeGitHub.Name}/issues/{number}",
        ["html_url"] = $"{url}{FakeGitHub.Owner}/{FakeGitHub.Name}/issues/{number}",
        ["title"] = Title,
        ["body"] = Body,
        ["user"] = User(Creator, "Bot"),
        ["labels"] = new JsonArray([.. Labels.Select(l => new JsonObject { ["id"] = 1, ["node_id"] = "L", ["name"] = l, ["color"] = "ffffff", ["default"] = false })]),
        ["assignees"] = new JsonArray([.. Assignees.Select(a => User(a, "User"))]),
        ["milestone"] = Milestone is { } milestone ? new JsonObject { ["id"] = milestone, ["number"] = milestone, ["title"] = "Q1", ["state"] = "open", ["created_at"] = Text(CreatedAt) } : null,
        ["state"] = IsOpen ? "open" : "closed",
        ["state_reason"] = Reason,
        ["locked"] = false,
        ["comments"] = Comments.Count,
        ["created_at"] = Text(CreatedAt),
        ["updated_at"] = Text(UpdatedAt),
        ["closed_at"] = ClosedAt is { } at ? Text(at) : null,
        ["closed_by"] = isWhole && Closer is { } closer ? User(closer.Login, closer.Type) : null,
    };

    public JsonArray ToComments() => [.. Comments.Select((c, i) => (JsonNode)ToComment(c, i))];

    public static JsonObject ToComment((string Login, string Body) comment, int i) => new() { ["id"] = i + 1, ["node_id"] = "C", ["body"] = comment.Body, ["user"] = User(comment.Login, "User"), ["created_at"] = "2026-01-01T00:00:00Z" };

    public static JsonObject User(string login, string type) => new() { ["login"] = login, ["id"] = 7, ["node_id"] = "U", ["type"] = type };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
