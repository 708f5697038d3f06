using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;

namespace Operator.Core.Documents;

/// <summary>What every section is written from.</summary>
internal sealed class DocumentContext
{
    public DocumentContext(PostMortem postMortem, IncidentReport report, IncidentEvidence? evidence, DocumentOptions options)
    {
        (PostMortem, Report, Evidence, Options) = (postMortem, report, evidence, options);
        var clock = LocalClock.Find(postMortem.Spec.TimeZone);
        ZoneKnown = clock is not null;
        Clock = clock ?? LocalClock.Utc;
    }

    public PostMortem PostMortem { get; }

    public PostMortemSpec Spec => PostMortem.Spec;

    public IncidentReport Report { get; }

    public IncidentEvidence? Evidence { get; }

    public DocumentOptions Options { get; }

    public LocalClock Clock { get; }

    public bool ZoneKnown { get; }

    public bool Ongoing => Report.State == IncidentState.Ongoing;

    public PostMortemPhase Phase => Options.Phase ?? Phases.Of(Spec, Report, delivered: false, previous: null);
}
