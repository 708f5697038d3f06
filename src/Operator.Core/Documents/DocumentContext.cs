using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Core.Statuses;

namespace Operator.Core.Documents;

/// <summary>What every section is written from.</summary>
internal sealed class DocumentContext
{
    public DocumentContext(PostMortem postMortem, IncidentReport report, FollowUpReport followUp, IncidentEvidence? evidence, DocumentOptions options)
    {
        (PostMortem, Report, FollowUp, Evidence, Options) = (postMortem, report, followUp, evidence, options);
        var clock = LocalClock.Find(postMortem.Spec.TimeZone);
        ZoneKnown = clock is not null;
        Clock = clock ?? LocalClock.Utc;
    }

    public PostMortem PostMortem { get; }

    public PostMortemSpec Spec => PostMortem.Spec;

    public IncidentReport Report { get; }

    public FollowUpReport FollowUp { get; }

    public IncidentEvidence? Evidence { get; }

    public DocumentOptions Options { get; }

    public LocalClock Clock { get; }

    /// <summary>The clock of the second zone; null without one, or where there is no such zone.</summary>
    public LocalClock? SecondClock => Spec.SecondTimeZone is { Length: > 0 } second ? LocalClock.Find(second) : null;

    public bool ZoneKnown { get; }

    /// <summary>The day of publication; null before it.</summary>
    public string? PublishedOn => DocumentDays.Published(this)?.Text;

    public bool Ongoing => Report.State == IncidentState.Ongoing;

    /// <summary>A message of a figure or a reader, in words and with the document's times.</summary>
    /// <param name="message">The message as status and log have it.</param>
    /// <param name="capital">Whether it stands as a sentence of its own.</param>
    public string Message(string message, bool capital = false) =>
        MarkdownText.Escape(capital ? Words.Capital(ReaderText.Of(message, Clock)) : ReaderText.Of(message, Clock));

    public PostMortemPhase Phase => Options.Phase ?? Phases.Of(Spec, Report.State, FollowUp, delivered: false, previous: null);
}
