using Operator.Api;

namespace Operator.Tests.Evidence;

/// <summary>What an incident did to users, asked of a real Prometheus.</summary>
public sealed class ImpactReaderTests(IncidentHistories histories) : IncidentMeasuring(histories)
{
    [Fact]
    public async Task Queries_of_the_impact_are_asked_at_the_incidents_end()
    {
        var spec = Spec() with
        {
            Impact = new ImpactSpec
            {
                AffectedUsers = new AffectedUsersSpec { Query = "max(active_users) / 4", TotalQuery = "max(active_users)" },
                FailedRequests = new FailedRequestsSpec { Query = $"sum(increase({SimulatedIncidents.Errors("steady")}[{{{{.window}}}}]))" },
            },
        };

        var evidence = await CollectAsync(spec);

        Assert.Empty(evidence.Impact!.Problems);
        Assert.Equal(500, evidence.Impact.AffectedUsers);
        Assert.Equal(2000, evidence.Impact.TotalUsers);
        Assert.Equal(Failures, evidence.Impact.FailedRequests!.Value, Failures * 0.03);
    }

    [Theory]
    [InlineData("requests_total", Reasons.QueryResultInvalid)]
    [InlineData("nothing_here", Reasons.NoData)]
    [InlineData("vector(0)/0", Reasons.QueryResultInvalid)]
    [InlineData("requests_total[5m]", Reasons.QueryResultInvalid)]
    [InlineData("sum(", Reasons.QueryInvalid)]
    [InlineData("vector(-1)", Reasons.QueryResultInvalid)]
    public async Task An_answer_that_is_no_single_number_is_no_number(string query, string reason)
    {
        var spec = Spec() with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } } };

        var evidence = await CollectAsync(spec);

        Assert.Null(evidence.Impact!.FailedRequests);
        Assert.Equal(reason, Assert.Single(evidence.Impact.Problems).Reason);
    }
}
