using System.Security.Cryptography;
using System.Text;
using Operator.Api;
using Operator.Core;
using Operator.Core.Budgets;

namespace Operator.FollowUp;

/// <summary>What an action item asks of Prometheus.</summary>
internal sealed class VerifyQuestion
{
    private const int DigestLength = 16;
    private static readonly TimeSpan DefaultFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestFor = TimeSpan.FromDays(90);

    private readonly string? _source;

    public VerifyQuestion(PostMortemSpec spec, ActionItemSpec item)
    {
        var verify = item.Verify!;
        Id = item.Id;
        Query = verify.Query;
        var isDuration = PrometheusDuration.TryParse(verify.For, out var parsed);
        var isFollowed = isDuration && parsed >= ShortestFor && parsed <= LongestFor;
        For = isFollowed ? parsed : DefaultFor;
        Problem = isFollowed ? null : $"{Field}.for: '{Texts.Line(verify.For, 40)}' {(isDuration ? "must be from 10s to 90d" : "is not a duration such as 1h")}";
        _source = verify.Source ?? spec.Prometheus?.Source;
        var text = $"{Query}\n{For.TotalSeconds:0}\n{_source}";
        Inputs = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestLength];
    }

    public string Id { get; }

    public string Query { get; }

    /// <summary>Why it cannot be asked; null when it can.</summary>
    public string? Problem { get; }

    public TimeSpan For { get; }

    /// <summary>The source that is to be asked.</summary>
    public string Source => _source ?? "default";

    /// <summary>A digest of what is asked.</summary>
    public string Inputs { get; }

    /// <summary>What is known before the first look.</summary>
    public VerificationStatus Nothing => new() { State = QueryState.Unknown, Inputs = Inputs };

    /// <summary>The field, for messages.</summary>
    public string Field => $"spec.actionItems[{Id}].verify";
}
