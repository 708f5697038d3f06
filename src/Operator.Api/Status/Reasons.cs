namespace Operator.Api;

/// <summary>The reasons of conditions, events and command-line errors. Each says who can fix it.</summary>
public static partial class Reasons
{
    /// <summary>Everything that was asked is done.</summary>
    public const string Succeeded = "Succeeded";

    /// <summary>The operator is at work for the first time or on a new spec.</summary>
    public const string Progressing = "Progressing";

    /// <summary>A fault that time can fix; the operator retries by itself.</summary>
    public const string ProgressingWithRetry = "ProgressingWithRetry";

    /// <summary>The resource is suspended.</summary>
    public const string Suspended = "Suspended";

    /// <summary>The spec has a value that the schema cannot refuse, such as an unknown time zone.</summary>
    public const string InvalidSpec = "InvalidSpec";

    /// <summary>The spec names a time zone that the tz database does not know.</summary>
    public const string TimeZoneUnknown = "TimeZoneUnknown";

    /// <summary>The CustomResourceDefinition in the cluster hides a field of the spec; nothing is written, because a write would remove it. Only in events.</summary>
    public const string DefinitionTooOld = "DefinitionTooOld";

    /// <summary>Evidence was read.</summary>
    public const string Collected = "Collected";

    /// <summary>Evidence is kept; Prometheus is not asked again.</summary>
    public const string Frozen = "Frozen";

    /// <summary>The spec needs no evidence, or no Prometheus is configured.</summary>
    public const string NotConfigured = "NotConfigured";

    /// <summary>No configured source has that name.</summary>
    public const string SourceUnknown = "SourceUnknown";

    /// <summary>Prometheus refuses a query (bad syntax, wrong type).</summary>
    public const string QueryInvalid = "QueryInvalid";

    /// <summary>A query succeeded but its answer is not what the field needs (several series, not a ratio).</summary>
    public const string QueryResultInvalid = "QueryResultInvalid";

    /// <summary>Prometheus could not execute a query (too many samples, 422).</summary>
    public const string QueryTooExpensive = "QueryTooExpensive";

    /// <summary>Prometheus cannot be reached or answers 5xx.</summary>
    public const string PrometheusUnavailable = "PrometheusUnavailable";

    /// <summary>Prometheus did not answer in time.</summary>
    public const string PrometheusTimeout = "PrometheusTimeout";

    /// <summary>A collection reached a limit that the administrator set for the source; it goes on at the next one.</summary>
    public const string CollectionLimited = "CollectionLimited";

    /// <summary>Prometheus refuses the credentials (401, 403).</summary>
    public const string PrometheusUnauthorized = "PrometheusUnauthorized";

    /// <summary>Prometheus asks to slow down (429).</summary>
    public const string PrometheusThrottled = "PrometheusThrottled";

    /// <summary>The URL does not lead to the Prometheus API (404, redirect, not JSON).</summary>
    public const string PrometheusNotFound = "PrometheusNotFound";

    /// <summary>The server's certificate is not trusted, or not for that name.</summary>
    public const string CertificateInvalid = "CertificateInvalid";

    /// <summary>The answer is not what the Prometheus API documents.</summary>
    public const string ResponseInvalid = "ResponseInvalid";

    /// <summary>The answer is larger than the configured cap.</summary>
    public const string ResponseTooLarge = "ResponseTooLarge";

    /// <summary>No alert of that name and labels is in the search window.</summary>
    public const string NoAlertFound = "NoAlertFound";

    /// <summary>A query matches nothing in the time that matters.</summary>
    public const string NoData = "NoData";

    /// <summary>Saved evidence cannot be read.</summary>
    public const string EvidenceInvalid = "EvidenceInvalid";

    /// <summary>The ConfigMap of the evidence holds evidence of other questions, which a former post-mortem of this name left, or belongs to somebody else; it is left as it is.</summary>
    public const string EvidenceConflict = "EvidenceConflict";

    /// <summary>A later version of the operator saved the evidence; it is left as it is.</summary>
    public const string EvidenceTooNew = "EvidenceTooNew";

    /// <summary>The template has an error; the message has line and column.</summary>
    public const string TemplateInvalid = "TemplateInvalid";

    /// <summary>No installed template has that name.</summary>
    public const string TemplateUnknown = "TemplateUnknown";

    /// <summary>The ConfigMap's name belongs to an object that this resource does not own.</summary>
    public const string OutputConflict = "OutputConflict";

    /// <summary>An output could not be written; the operator retries.</summary>
    public const string OutputUnavailable = "OutputUnavailable";

    /// <summary>The document does not fit the output, or the evidence its ConfigMap, even cut.</summary>
    public const string DocumentTooLarge = "DocumentTooLarge";

    /// <summary>A published document has a change that is not delivered yet; the operator retries.</summary>
    public const string UpdatePending = "UpdatePending";

    /// <summary>The incident is longer than what figures are measured over.</summary>
    public const string IncidentTooLong = "IncidentTooLong";

    /// <summary>The incident is ongoing.</summary>
    public const string Ongoing = "Ongoing";

    /// <summary>The incident is over.</summary>
    public const string Resolved = "Resolved";

    /// <summary>It is not known when the incident began or ended.</summary>
    public const string Unknown = "Unknown";

    /// <summary>Required sections are still to be written.</summary>
    public const string MissingSections = "MissingSections";

    /// <summary>Every required section is written.</summary>
    public const string AllSectionsPresent = "AllSectionsPresent";

    /// <summary>Every reviewer has approved.</summary>
    public const string Approved = "Approved";

    /// <summary>Some reviewer has not approved.</summary>
    public const string AwaitingApproval = "AwaitingApproval";

    /// <summary>No reviewer is named.</summary>
    public const string NoReviewers = "NoReviewers";

    /// <summary>The action item, or some of them, are open.</summary>
    public const string Open = "Open";

    /// <summary>The action item is being worked on.</summary>
    public const string InProgress = "InProgress";

    /// <summary>The action item, or all of them, are done.</summary>
    public const string Done = "Done";

    /// <summary>The action item is done: its query has held for as long as it must.</summary>
    public const string Verified = "Verified";

    /// <summary>The action item was verified, and then its query failed for as long as it must hold.</summary>
    public const string Regressed = "Regressed";

    /// <summary>The action item will not be done.</summary>
    public const string WontDo = "WontDo";

    /// <summary>Its due date is over and it is not done.</summary>
    public const string Overdue = "Overdue";

    /// <summary>Nothing is overdue.</summary>
    public const string OnTime = "OnTime";

    /// <summary>There are no action items.</summary>
    public const string NoActionItems = "NoActionItems";

    /// <summary>Budget is left.</summary>
    public const string BudgetLeft = "BudgetLeft";

    /// <summary>An error budget is spent.</summary>
    public const string BudgetSpent = "BudgetSpent";

    /// <summary>A reconcile took too long and was ended; the operator retries.</summary>
    public const string ReconcileTimeout = "ReconcileTimeout";

    /// <summary>A reconcile failed for a reason that nobody foresaw; the log has it.</summary>
    public const string InternalError = "InternalError";
}
