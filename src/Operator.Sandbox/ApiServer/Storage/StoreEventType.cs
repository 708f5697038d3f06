namespace Operator.Sandbox.ApiServer.Storage;

internal enum StoreEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>No change: every change up to the revision has been delivered.</summary>
    Progress,
}
