using Operator.Api;
using Operator.Core.Evidence;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>The sample incident, every text of which tries to get out of its place.</summary>
internal static class HostileIncident
{
    public const string Line =
        "</td></tr><script>window.pwned=1</script> <img src=x onerror=alert(1)> [click](javascript:alert(2)) ![i](http://evil.test/i.png) "
        + "@everyone #123 https://evil.test/?a=1|b `|` | **bold** _it_ ~~s~~ &lt;b&gt; <!-- \u202Egnp.exe\u200B\u0007";

    public const string RightToLeft = "انقطعت الخدمة (503).";

    public const string Block =
        """
        # Not the title
        ## Not a section
        Sub
        ===
        <script>window.pwned = 2</script>
        <iframe src="javascript:alert(3)"></iframe>
        <!-- an open comment

        [a](javascript:window.pwned=3) [b](data:text/html,<script>window.pwned=4</script>) <javascript:alert(5)>
        ![pixel](https://evil.test/pixel.png) [ref]

        [ref]: javascript:window.pwned=5

        | a | b |
        |:-:|--:|
        | 1 | 2 |

        ```html
        <script>window.pwned = 6</script>
        ~~~
        an open fence
        """;

    public static PostMortem Resource()
    {
        var sample = SampleIncident.Resource();
        var spec = sample.Spec;
        return sample with
        {
            Spec = spec with
            {
                Title = Line,
                IncidentID = Line,
                Services = [Line],
                Authors = [Line],
                Summary = new SummarySpec { Incident = Line, Impact = Block, RootCause = Line, Resolution = "1. one\n2. two", Prevention = Line },
                Timeline = [.. spec.Timeline, new TimelineEntrySpec { At = SampleIncident.Start.AddMinutes(1), Event = "# " + Line, Actor = Line }, new TimelineEntrySpec { At = SampleIncident.Start.AddMinutes(2), Event = RightToLeft }],
                Impact = spec.Impact! with { UserExperience = Block },
                Analysis = new AnalysisSpec
                {
                    WhatHappened = Block,
                    FiveWhys = [new WhySpec { Why = Line, Because = Line }],
                    RootCause = Line,
                    ContributingFactors = [Line, "- [x] " + Line],
                },
                Resolution = new ResolutionSpec { ImmediateFix = Block, Validation = new string('>', 200) + " deep" },
                ActionItems = [.. spec.ActionItems, new ActionItemSpec { Id = "AI-x", Title = Line, Owner = Line, SuccessCriteria = Line }],
                References = new ReferencesSpec
                {
                    IncidentURL = "javascript:alert(6)",
                    Grafana = new GrafanaSpec { Url = "https://user:secret@evil.test/" },
                    Links = [new LinkSpec { Title = Line, Url = "https://ok.test/?a=1&b=%22%3E<script>" }, new LinkSpec { Title = "t", Url = "data:text/html,x" }],
                    RelatedIncidents = [new RelatedIncidentSpec { IncidentID = Line, Note = Line }],
                },
                Review = new ReviewSpec { Reviewers = [new ReviewerSpec { Name = Line, Handle = Line, Scope = Line }], Distribution = [Line] },
            },
        };
    }

    public static IncidentEvidence Evidence()
    {
        var evidence = SampleIncident.Evidence();
        var labels = new Dictionary<string, string> { ["service"] = "email-service", ["evil"] = Line, ["long"] = new string('x', 5000) };
        return evidence with
        {
            Source = new EvidenceSource(Line, Line),
            Alerts = [SampleIncident.Alert() with { Labels = labels }],
            Queries = [new EvidenceQuery { Purpose = Line, Expression = "up ` `` " + Line, Time = SampleIncident.End }],
            Warnings = [Line],
        };
    }
}
