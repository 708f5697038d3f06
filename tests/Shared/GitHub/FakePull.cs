using System.Globalization;
using System.Text.Json.Nodes;

namespace Operator.Testing.GitHub;

/// <summary>A pull request.</summary>
/// <param name="number">Its number.</param>
/// <param name="branch">The branch that it proposes.</param>
/// <param name="into">The branch into which it is to be merged.</param>
public sealed class FakePull(int number, string branch, string into)
{
    public int Number => number;

    public string Branch => branch;

    /// <summary>The branch into which it is to be merged; people may change it.</summary>
    public string Base { get; set; } = into;

    public string Title { get; set; } = "";

    public string Body { get; set; } = "";

    public string Head { get; set; } = "";

    public bool IsOpen { get; set; } = true;

    public bool IsDraft { get; set; }

    public bool IsFromFork { get; init; }

    public string? MergeCommit { get; set; }

    /// <summary>When it was merged; null for when it changed last.</summary>
    public DateTimeOffset? MergedAt { get; set; }

    public (string Login, string Type)? ClosedBy { get; set; }

    public List<string> Labels { get; } = [];

    public List<string> Reviewers { get; } = [];

    public List<(string Login, string State, string Commit, DateTimeOffset At)> Reviews { get; } = [];

    /// <summary>Texts of comments, in order.</summary>
    public List<string> Comments { get; } = [];

    public List<(string Event, DateTimeOffset At)> Events { get; } = [];

    /// <summary>Which reviews were dismissed, by their place among them, and by which commit; null where a person did it.</summary>
    public List<(int Review, string? Commit)> Dismissals { get; } = [];

    /// <summary>The kind of the account that opened it.</summary>
    public string AuthorType { get; set; } = "Bot";

    public DateTimeOffset UpdatedAt { get; set; } = TimeProvider.System.GetUtcNow();

    public JsonObject ToJson(string url, bool isWhole)
    {
        var json = new JsonObject
        {
            ["id"] = number,
            ["node_id"] = $"PR_{number}",
            ["number"] = number,
            ["html_url"] = $"{url}{FakeGitHub.Owner}/{FakeGitHub.Name}/pull/{number}",
            ["state"] = IsOpen ? "open" : "closed",
            ["title"] = Title,
            ["body"] = Body.Length == 0 ? null : Body,
            ["draft"] = IsDraft,
            ["locked"] = false,
            ["user"] = User("post-mortems[bot]", AuthorType),
            ["created_at"] = Time(UpdatedAt),
            ["updated_at"] = Time(UpdatedAt),
            ["closed_at"] = IsOpen ? null : Time(UpdatedAt),
            ["merged_at"] = MergeCommit is null ? null : Time(MergedAt ?? UpdatedAt),
            ["merge_commit_sha"] = MergeCommit ?? Head,
            ["labels"] = new JsonArray([.. Labels.Select((l, i) => new JsonObject { ["id"] = i, ["name"] = l, ["color"] = "ededed", ["default"] = false })]),
            ["requested_reviewers"] = new JsonArray([.. Reviewers.Select(r => User(r, "User"))]),
            ["requested_teams"] = new JsonArray(new JsonObject { ["id"] = 1, ["name"] = "SRE", ["slug"] = "sre", ["privacy"] = "closed", ["permission"] = "push" }),
            ["milestone"] = new JsonObject { ["id"] = 1, ["number"] = 1, ["title"] = "Q4", ["state"] = "open", ["created_at"] = Time(UpdatedAt), ["creator"] = User("ann", "User") },
            ["active_lock_reason"] = IsOpen ? null : "too heated",
            ["author_association"] = "CONTRIBUTOR",
            ["head"] = Side(branch, Head, IsFromFork),
            ["base"] = Side(Base, Head),
        };
        if (isWhole)
        {
            json["merged"] = MergeCommit is not null;
            json["mergeable"] = true;
            json["mergeable_state"] = "clean";
            json["comments"] = 0;
        }

        return json;
    }

    public JsonObject ToIssue() => new()
    {
        ["id"] = number,
        ["number"] = number,
        ["state"] = IsOpen ? "open" : "closed",
        ["state_reason"] = null,
        ["title"] = Title,
        ["created_at"] = Time(UpdatedAt),
        ["closed_by"] = ClosedBy is { } by ? User(by.Login, by.Type) : null,
        ["author_association"] = "CONTRIBUTOR",
    };

    public JsonArray ToReviews() => [.. Reviews.Select((r, i) => new JsonObject
    {
        ["id"] = i + 1,
        ["state"] = r.State,
        ["commit_id"] = r.Commit,
        ["body"] = "",
        ["submitted_at"] = Time(r.At),
        ["author_association"] = "MEMBER",
        ["user"] = r.Login.Length == 0 ? null : User(r.Login, "User"),
    })];

    public JsonArray ToEvents() =>
    [
        .. Events.Select((e, i) => new JsonObject { ["id"] = i, ["event"] = e.Event, ["created_at"] = Time(e.At) }),
        .. Dismissals.Select((d, i) => new JsonObject { ["id"] = 1000 + i, ["event"] = "review_dismissed", ["created_at"] = Time(UpdatedAt), ["dismissed_review"] = Dismissed(d.Review, d.Commit) }),
    ];

    // GitHub names the commit only where a push did it.
    private static JsonObject Dismissed(int review, string? commit)
    {
        JsonObject json = new() { ["state"] = "approved", ["review_id"] = review + 1, ["dismissal_message"] = null };
        if (commit is not null)
        {
            json["dismissal_commit_id"] = commit;
        }

        return json;
    }

    public JsonObject ToComment(int index) => new()
    {
        ["id"] = (number * 1000) + index,
        ["node_id"] = "C",
        ["body"] = Comments[index],
        ["user"] = User("post-mortems[bot]", "Bot"),
        ["created_at"] = Time(UpdatedAt),
        ["author_association"] = "CONTRIBUTOR",
    };

    private static JsonObject Side(string name, string sha, bool isFork = false) => new()
    {
        ["label"] = $"{(isFork ? "stranger" : FakeGitHub.Owner)}:{name}",
        ["ref"] = name,
        ["sha"] = sha,
        ["repo"] = new JsonObject
        {
            ["id"] = isFork ? 2 : 1,
            ["name"] = FakeGitHub.Name,
            ["full_name"] = $"{FakeGitHub.Owner}/{FakeGitHub.Name}",
            ["private"] = true,
            ["visibility"] = "private",
            ["owner"] = User(FakeGitHub.Owner, "Organization"),
            ["created_at"] = "2025-01-01T00:00:00Z",
            ["updated_at"] = "2025-01-01T00:00:00Z",
        },
    };

    private static JsonObject User(string login, string type) => new() { ["login"] = login, ["id"] = login.Length, ["type"] = type, ["site_admin"] = false };

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
