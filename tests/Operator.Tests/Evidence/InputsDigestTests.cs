using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence.Inputs;

namespace Operator.Tests.Evidence;

/// <summary>Digests stand in saved evidence: they must stay what they are, whatever the spec gains.</summary>
public sealed class InputsDigestTests
{
    private static readonly TimeRange Incident = new(SimulatedIncidents.Start, SimulatedIncidents.End);

    [Fact]
    public void The_digest_of_version_1_is_what_it_was() => Assert.Equal(
        "sha256:019085094b609de77a852a99ac01b56734eb751659356f434e5644d2803a6ce4", PartInputs.V1(Spec()));

    [Fact]
    public void The_digests_of_the_parts_are_what_they_were()
    {
        Assert.Equal(
            [
                "sha256:93c79a1f8ee3a67754a738d518fc281661ff863f55aed9b11258142daa99a849",
                "sha256:232ecdf4d74f146a46c298a2767449b9aa345bc235eb2a01e8b6f99ab03a1572",
                "sha256:f05f90e638bb8a277803a012e45f451d82127c78cbeb528f74322880c23cd3b1",
                "sha256:07587d5c8d335c143cdfc3fb1978d8e43c71a8f9a22e3caa3653039515bc4d3d",
                "sha256:89b34f8ba9d75a7d07a73c1c62d94e6c06765cda5225b315837f537088ca1832",
                "sha256:0e1482ce27c1589e064b1c99c45c0b169954e50f62189414eee3169611aefb64",
                "sha256:507527d928820f69cdb96670936b8db94f466ebd0fc40c15fc7047dee29106bd",
            ],
            Digests(Spec()));
    }

    [Fact]
    public void Text_that_people_polish_and_a_new_name_ask_no_new_question()
    {
        var spec = Spec();
        var polished = spec with
        {
            Title = "Better",
            Severity = Severity.P3,
            Analysis = new AnalysisSpec { RootCause = "x" },
            Timeline = [.. spec.Timeline, new() { At = SimulatedIncidents.Now, Type = TimelineEntryType.Note, Event = "n" }],
            Slos = [spec.Slos[0] with { Name = "renamed", Sla = 99 }],
        };

        Assert.Equal(PartInputs.Alerts(spec), PartInputs.Alerts(polished));
        Assert.Equal(PartInputs.Objective(spec, spec.Slos[0], Incident), PartInputs.Objective(polished, polished.Slos[0], Incident));
    }

    [Fact]
    public void A_change_of_what_is_asked_is_another_question_of_its_part_alone()
    {
        var spec = Spec();
        var slo = spec.Slos[0];
        var digest = PartInputs.Objective(spec, slo, Incident);

        Assert.NotEqual(digest, PartInputs.Objective(spec, slo with { Window = "28d" }, Incident));
        Assert.NotEqual(digest, PartInputs.Objective(spec, slo with { Objective = 99.5 }, Incident));
        Assert.NotEqual(digest, PartInputs.Objective(spec, slo, Incident with { End = Incident.End.AddSeconds(1) }));
        Assert.NotEqual(digest, PartInputs.Objective(spec with { Prometheus = new PrometheusSpec { Source = "eu" } }, slo, Incident));
        Assert.Equal(digest, PartInputs.Objective(spec with { TimeZone = "Europe/Moscow", Detection = null }, slo, Incident));

        var monthly = slo with { Window = "calendarMonth" };
        Assert.NotEqual(PartInputs.Objective(spec, monthly, Incident), PartInputs.Objective(spec with { TimeZone = "Europe/Moscow" }, monthly, Incident));
        Assert.NotEqual(PartInputs.Alerts(spec), PartInputs.Alerts(spec with { Detection = Collecting.Alert("Other") }));
        Assert.Equal(PartInputs.Alerts(spec), PartInputs.Alerts(spec with { Slos = [], Impact = null }));
    }

    private static IReadOnlyList<string> Digests(PostMortemSpec spec) =>
    [
        PartInputs.Alerts(spec),
        .. spec.Slos.Select(s => PartInputs.Objective(spec, s, Incident)),
        .. PartInputs.ImpactQueries(spec).Select(q => PartInputs.Query(spec, q.Value, Incident)),
    ];

    private static PostMortemSpec Spec() => Collecting.Spec() with
    {
        Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End },
        TimeZone = "Europe/Berlin",
        Timeline = [new() { At = SimulatedIncidents.Start, Type = TimelineEntryType.IncidentStart, Event = "began" }, new() { At = SimulatedIncidents.End, Type = TimelineEntryType.Note, Event = "said" }],
        Detection = Collecting.Alert("Down", ("b", "2"), ("a", "1")) with { Method = DetectionMethod.AutomatedAlert },
        Slos =
        [
            Collecting.Ratio("errors", "total", "7d"),
            new SloSpec
            {
                Name = "events",
                Objective = 99.5,
                Window = "calendarMonth",
                BudgetingMethod = BudgetingMethod.Timeslices,
                TimeSlice = new TimeSliceSpec { Target = 95, Window = "2m" },
                Sli = new SliSpec { Events = new EventsSliSpec { ErrorQuery = "e", TotalQuery = "t" } },
            },
            new SloSpec { Name = "raw", Objective = 99, Sli = new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = "r" } } },
        ],
        Impact = new ImpactSpec { AffectedUsers = new AffectedUsersSpec { Query = "u", TotalQuery = "all" }, FailedRequests = new FailedRequestsSpec { Query = "f" } },
    };
}
