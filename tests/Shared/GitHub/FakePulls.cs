using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Operator.Testing.GitHub;

/// <summary>GitHub's API for pull requests, as strict as GitHub, and what people do with them.</summary>
/// <param name="objects">The repository.</param>
/// <param name="url">Where it is.</param>
public sealed partial class FakePulls(FakeObjects objects, Func<string> url)
{
    private readonly Lock _lock = new();
    private readonly List<FakePull> _pulls = [];
    private JsonArray? _stale;

    /// <summary>Who may be asked for a review.</summary>
    public HashSet<string> Collaborators { get; } = new(StringComparer.OrdinalIgnoreCase) { "tech-lead", "ann" };

    /// <summary>Whether a commit dismisses approvals, as a branch's protection may ask.</summary>
    public bool DismissesStale { get; set; }

    /// <summary>Whether GitHub leaves out labels without a word, as it does where the account may not set them.</summary>
    public bool DropsLabels { get; set; }

    public IReadOnlyList<FakePull> All
    {
        get
        {
            lock (_lock)
            {
                Refresh();
                return [.. _pulls];
            }
        }
    }

    public FakePull Only => All.Single();

    public IReadOnlyList<FakePull> Open => [.. All.Where(p => p.IsOpen)];

    /// <summary>From now on lists show what there is now; no longer with false.</summary>
    public void HoldLists(bool isHeld)
    {
        lock (_lock)
        {
            Refresh();
            _stale = isHeld ? [.. _pulls.Select(p => p.ToJson(url(), isWhole: false))] : null;
        }
    }

    /// <summary>Answers; null for what it does not know.</summary>
    public (int Status, JsonNode Body)? Answer(string method, string path, IQueryCollection query, JsonNode? body)
    {
        lock (_lock)
        {
            Refresh();
            return (method, path.Split('/')) switch
            {
                ("GET", ["pulls"]) => List(query),
                ("POST", ["pulls"]) => Create(body!),
                ("GET", ["pulls", var number]) => With(number, p => (200, p.ToJson(url(), isWhole: true))),
                ("PATCH", ["pulls", var number]) => With(number, p => Change(p, body!)),
                ("POST", ["pulls", var number, "requested_reviewers"]) => With(number, p => Ask(p, body!)),
                ("POST", ["issues", var number, "labels"]) => With(number, p => Label(p, body!)),
                ("GET", ["pulls", var number, "reviews"]) => With(number, p => (200, Paging.Of(p.ToReviews().Select(r => r!.DeepClone()), query))),
                ("GET", ["collaborators", var login, "permission"]) => (200, new JsonObject { ["permission"] = Collaborators.Contains(login) ? "write" : "read", ["role_name"] = "x", ["user"] = null }),
                ("GET", ["issues", var number]) => With(number, p => (200, p.ToIssue())),
                ("GET", ["issues", var number, "events"]) => With(number, p => (200, Paging.Of(p.ToEvents().Select(e => e!.DeepClone()), query))),
                ("GET", ["issues", var number, "comments"]) => With(number, p => (200, Paging.Of(Enumerable.Range(0, p.Comments.Count).Select(p.ToComment), query))),
                ("POST", ["issues", var number, "comments"]) => With(number, p => Comment(p, p.Comments.Count, (string)body!["body"]!)),
                ("PATCH", ["issues", "comments", var id]) => With((int.Parse(id, CultureInfo.InvariantCulture) / 1000).ToString(CultureInfo.InvariantCulture), p => Comment(p, int.Parse(id, CultureInfo.InvariantCulture) % 1000, (string)body!["body"]!)),
                _ => null,
            };
        }
    }

    private static (int, JsonNode) Comment(FakePull pull, int index, string text)
    {
        if (text.Length is 0 or > 65536)
        {
            return (422, Invalid(Custom("body is too long (maximum is 65536 characters)")));
        }

        var isNew = index == pull.Comments.Count;
        if (isNew)
        {
            pull.Comments.Add("");
        }

        pull.Comments[index] = text;
        pull.UpdatedAt = TimeProvider.System.GetUtcNow();
        return (isNew ? 201 : 200, pull.ToComment(index));
    }

    private (int, JsonNode) List(IQueryCollection query)
    {
        var head = query["head"].ToString();
        var all = _stale ?? [.. _pulls.Select(p => p.ToJson(url(), isWhole: false))];
        var found = all.Select(p => p!.AsObject())
            .Where(p => query["state"].ToString() is var state && (state == "all" || (string?)p["state"] == (state.Length == 0 ? "open" : state)))
            // Without the owner GitHub ignores it.
            .Where(p => !head.Contains(':', StringComparison.Ordinal) || (string?)p["head"]!["label"] == head)
            .Where(p => query["base"].ToString() is var into && (into.Length == 0 || (string?)p["base"]!["ref"] == into))
            .OrderByDescending(p => (int)p["number"]!);
        return (200, Paging.Of(found.Select(p => p.DeepClone()), query));
    }

    private (int, JsonNode) Create(JsonNode body)
    {
        var (branch, into) = ((string)body["head"]!, (string)body["base"]!);
        if (objects.TipOf(branch) is not { } tip || objects.TipOf(into) is not { } below)
        {
            return (422, Invalid(new JsonObject { ["resource"] = "PullRequest", ["field"] = objects.TipOf(branch) is null ? "head" : "base", ["code"] = "invalid" }));
        }

        if (_pulls.Exists(p => p.IsOpen && !p.IsFromFork && p.Branch == branch && p.Base == into))
        {
            return (422, Invalid(Custom($"A pull request already exists for {FakeGitHub.Owner}:{branch}.")));
        }

        if (objects.IsAncestor(tip, below))
        {
            return (422, Invalid(Custom($"No commits between {into} and {branch}")));
        }

        if (TooLong(body) is { } problem)
        {
            return (422, problem);
        }

        var pull = new FakePull(_pulls.Count + 1, branch, into) { Title = (string)body["title"]!, Body = (string?)body["body"] ?? "", Head = tip };
        _pulls.Add(pull);
        return (201, pull.ToJson(url(), isWhole: true));
    }

    private (int, JsonNode) Change(FakePull pull, JsonNode body)
    {
        if (TooLong(body) is { } problem)
        {
            return (422, problem);
        }

        pull.Title = (string?)body["title"] ?? pull.Title;
        pull.Body = (string?)body["body"] ?? pull.Body;
        if ((string?)body["state"] == "closed" && pull.IsOpen)
        {
            Close(pull, "post-mortems[bot]", "Bot");
        }

        pull.UpdatedAt = TimeProvider.System.GetUtcNow();
        return (200, pull.ToJson(url(), isWhole: true));
    }

    private (int, JsonNode) Ask(FakePull pull, JsonNode body)
    {
        string[] logins = [.. body["reviewers"]!.AsArray().Select(r => (string)r!)];
        if (!logins.All(Collaborators.Contains))
        {
            return (422, new JsonObject { ["message"] = $"Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the {FakeGitHub.Owner}/{FakeGitHub.Name} repository." });
        }

        pull.Reviewers.AddRange(logins.Except(pull.Reviewers, StringComparer.OrdinalIgnoreCase));
        return (201, pull.ToJson(url(), isWhole: true));
    }

    private (int, JsonNode) Label(FakePull pull, JsonNode body)
    {
        // GitHub takes a bare array, too, although its description has only the object.
        var labels = body as JsonArray ?? body["labels"]!.AsArray();
        pull.Labels.AddRange(DropsLabels ? [] : labels.Select(l => (string)l!).Except(pull.Labels, StringComparer.OrdinalIgnoreCase));
        return (200, new JsonArray([.. pull.Labels.Select((l, i) => new JsonObject { ["id"] = i, ["name"] = l, ["color"] = "ededed", ["default"] = false })]));
    }

    private (int, JsonNode) With(string number, Func<FakePull, (int, JsonNode)> answer) =>
        _pulls.Find(p => p.Number.ToString(CultureInfo.InvariantCulture) == number) is { } pull ? answer(pull) : (404, new JsonObject { ["message"] = "Not Found" });

    private static JsonObject? TooLong(JsonNode body) => ((string?)body["title"])?.Length > 256 ? Invalid(Custom("title is too long (maximum is 256 characters)"))
        : ((string?)body["body"])?.Length > 65536 ? Invalid(Custom("body is too long (maximum is 65536 characters)"))
        : null;

    private static JsonObject Custom(string message) => new() { ["resource"] = "PullRequest", ["code"] = "custom", ["message"] = message };

    private static JsonObject Invalid(JsonObject error) => new() { ["message"] = "Validation Failed", ["errors"] = new JsonArray(error) };
}
