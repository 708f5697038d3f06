using System.Text.Json.Nodes;
using Octokit;
using Octokit.Internal;

namespace Operator.Publishing.GitHub;

/// <summary>Octokit's reader, which takes nothing of a list in which a single account is of a kind that it does not know: such an account is read as a user's.</summary>
internal sealed class GitHubSerializer : IJsonSerializer
{
    private readonly SimpleJsonSerializer _octokit = new();

    /// <inheritdoc/>
    public string Serialize(object item) => _octokit.Serialize(item);

    /// <inheritdoc/>
    public T Deserialize<T>(string json)
    {
        try
        {
            return _octokit.Deserialize<T>(json);
        }
        catch (ArgumentException) when (WithKnownAccounts(json) is { } known)
        {
            return _octokit.Deserialize<T>(known);
        }
    }

    private static string? WithKnownAccounts(string json)
    {
        var root = JsonNode.Parse(json);
        var isChanged = false;
        Correct(root);
        return isChanged ? root!.ToJsonString() : null;

        void Correct(JsonNode? node)
        {
            if (node is JsonArray items)
            {
                foreach (var item in items)
                {
                    Correct(item);
                }
            }
            else if (node is JsonObject some)
            {
                if (some.ContainsKey("login") && some["type"] is JsonValue type && type.TryGetValue<string>(out var kind) && !Enum.TryParse<AccountType>(kind, ignoreCase: true, out _))
                {
                    some["type"] = nameof(AccountType.User);
                    isChanged = true;
                }

                foreach (var (_, value) in some)
                {
                    Correct(value);
                }
            }
        }
    }
}
