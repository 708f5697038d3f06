using Operator.Api;
using Operator.Core;
using Operator.Core.Documents;
using Operator.Publishing;
using Operator.Reconciling;
using Operator.Runtime;
using Operator.Testing;

namespace Operator.Tests.Reconciling;

public sealed class PublishStepTests
{
    private static readonly RenderedDocument Document = new() { Markdown = "# D", Html = "<p>D</p>", Template = "default", Digest = "sha256:0" };

    private readonly ReconcileRound _round = new(SampleIncident.Resource(), new ObjectKey("default", "a"), DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Every_place_is_named_once_the_document_is_everywhere()
    {
        var outputs = await RunAsync(new Place("Git") { State = PublicationState.Delivered }, new Place("ConfigMap") { State = PublicationState.Delivered });

        Assert.Equal(["Git", "ConfigMap"], outputs!.Select(o => o.Type));
        Assert.Equal(new Finding("True", Reasons.Succeeded, "Published to Git here, ConfigMap here"), _round.Conditions.Find(ConditionTypes.Published));
    }

    [Fact]
    public async Task A_place_that_fails_does_not_keep_the_document_from_the_next()
    {
        var next = new Place("ConfigMap") { State = PublicationState.Delivered };

        var outputs = await RunAsync(new Place("Git") { Failure = new FailureException(Reasons.OutputUnavailable, "refused") }, next);

        Assert.True(next.WasAsked);
        Assert.Null(outputs);
        Assert.Equal(new Finding("False", Reasons.OutputUnavailable, "refused"), _round.Conditions.Find(ConditionTypes.Published));
        Assert.Equal(["refused"], _round.Faults.Select(f => f.Message));
    }

    [Fact]
    public async Task A_delivery_that_waits_is_no_fault_and_shows_in_Published()
    {
        var outputs = await RunAsync(new Place("Git") { State = PublicationState.Pending }, new Place("ConfigMap") { State = PublicationState.Delivered });

        Assert.Null(outputs);
        Assert.True(_round.AwaitsDelivery);
        Assert.Empty(_round.Faults);
        Assert.Equal(new Finding("False", Reasons.UpdatePending, "Git here: waits for a review"), _round.Conditions.Find(ConditionTypes.Published));
    }

    [Fact]
    public async Task A_place_where_people_do_not_want_the_document_is_no_fault()
    {
        var outputs = await RunAsync(new Place("Git") { State = PublicationState.Withheld, Reason = Reasons.FileDeleted });

        Assert.Null(outputs);
        Assert.Empty(_round.Faults);
        Assert.Equal(new Finding("False", Reasons.FileDeleted, "Git here: waits for a review"), _round.Conditions.Find(ConditionTypes.Published));
    }

    [Fact]
    public async Task What_people_edited_shows_in_Published()
    {
        var outputs = await RunAsync(new Place("ConfigMap") { State = PublicationState.Delivered }, new Place("Git") { State = PublicationState.Delivered, Reason = Reasons.HumanEdited });

        Assert.Equal(2, outputs!.Count);
        Assert.Equal(new Finding("True", Reasons.HumanEdited, "Published to ConfigMap here, Git here; waits for a review"), _round.Conditions.Find(ConditionTypes.Published));
    }

    [Fact]
    public async Task Without_a_place_nothing_is_published()
    {
        Assert.Empty((await RunAsync(new Place("Git")))!);
        Assert.Equal(new Finding("True", Reasons.Succeeded, "No output is configured"), _round.Conditions.Find(ConditionTypes.Published));
    }

    [Fact]
    public async Task A_place_where_people_decide_first_is_named_and_is_no_fault()
    {
        var pull = new PullRequestStatus { Number = 7, Url = "https://example.com/7", State = PullRequestState.Open };

        var delivered = await DeliverAsync(new Place("ConfigMap") { State = PublicationState.Delivered }, new Place("Git") { State = PublicationState.Proposed, Reason = Reasons.PullRequestOpen, PullRequest = pull });

        Assert.False(delivered!.IsComplete);
        Assert.Equal([null, pull], delivered.Outputs.Select(o => o.PullRequest));
        Assert.False(_round.AwaitsDelivery);
        Assert.Empty(_round.Faults);
        Assert.Equal(new Finding("False", Reasons.PullRequestOpen, "Git here: waits for a review"), _round.Conditions.Find(ConditionTypes.Published));
    }

    private async Task<IReadOnlyList<OutputStatus>?> RunAsync(params IPublisher[] publishers)
    {
        var delivered = await DeliverAsync(publishers);
        Assert.Equal(delivered?.Outputs.Count > 0, delivered?.IsComplete ?? false);
        return delivered?.Outputs;
    }

    private Task<Delivered?> DeliverAsync(params IPublisher[] publishers) =>
        PublishStep.RunAsync(_round, publishers, new PublishedDocument(Document, new PostMortemStatus(), _ => Document), CancellationToken.None);

    private sealed class Place(string type) : IPublisher
    {
        public PublicationState? State { get; init; }

        public string? Reason { get; init; }

        public FailureException? Failure { get; init; }

        public PullRequestStatus? PullRequest { get; init; }

        public bool WasAsked { get; private set; }

        public bool IsWanted => State is not null;

        public Task<Publication?> PublishAsync(PublishedDocument document, CancellationToken cancellationToken)
        {
            WasAsked = true;
            return Failure is not null ? throw Failure : Task.FromResult(State is { } state ? new Publication(type, "here", state) { Message = "waits for a review", Reason = Reason, PullRequest = PullRequest } : null);
        }
    }
}
