namespace Operator.Sandbox.ApiServer.Json;

/// <summary>Field numbers of the messages that kubectl sends, from the <c>generated.proto</c> files of Kubernetes.</summary>
internal static class ProtobufMessages
{
    private static readonly ProtobufMessage OwnerReference = Message(
        (1, Text("kind")), (3, Text("name")), (4, Text("uid")), (5, Text("apiVersion")), (6, Flag("controller")), (7, Flag("blockOwnerDeletion")));

    private static readonly ProtobufMessage ObjectMeta = Message(
        (1, Text("name")), (2, Text("generateName")), (3, Text("namespace")), (5, Text("uid")), (6, Text("resourceVersion")),
        (11, Map("labels")), (12, Map("annotations")), (13, Nested("ownerReferences", OwnerReference) with { Repeated = true }),
        (14, Text("finalizers") with { Repeated = true }));

    private static readonly ProtobufMessage LeaseSpec = Message(
        (1, Text("holderIdentity")), (2, Number("leaseDurationSeconds")), (3, Time("acquireTime")), (4, Time("renewTime")), (5, Number("leaseTransitions")));

    private static readonly ProtobufMessage ResourceAttributes = Message(
        (1, Text("namespace")), (2, Text("verb")), (3, Text("group")), (4, Text("version")), (5, Text("resource")), (6, Text("subresource")), (7, Text("name")));

    private static readonly ProtobufMessage ReviewSpec = Message(
        (1, Nested("resourceAttributes", ResourceAttributes)), (2, Nested("nonResourceAttributes", Message((1, Text("path")), (2, Text("verb"))))));

    private static readonly Dictionary<string, ProtobufMessage> ByKind = new(StringComparer.Ordinal)
    {
        ["ConfigMap"] = WithMeta((2, Map("data")), (3, Bytes("binaryData")), (4, Flag("immutable"))),
        ["Secret"] = WithMeta((2, Bytes("data")), (3, Text("type")), (4, Map("stringData")), (5, Flag("immutable"))),
        ["Namespace"] = WithMeta((2, Nested("spec", Message((1, Text("finalizers") with { Repeated = true }))))),
        ["ServiceAccount"] = WithMeta((4, Flag("automountServiceAccountToken"))),
        ["Lease"] = WithMeta((2, Nested("spec", LeaseSpec))),
        ["SelfSubjectAccessReview"] = WithMeta((2, Nested("spec", ReviewSpec))),
        ["SubjectAccessReview"] = WithMeta((2, Nested("spec", ReviewSpec))),
        ["SelfSubjectReview"] = WithMeta(),
        ["TokenReview"] = WithMeta((2, Nested("spec", Message((1, Text("token")))))),
        ["DeleteOptions"] = Message(
            (1, Number("gracePeriodSeconds")), (2, Nested("preconditions", Message((1, Text("uid")), (2, Text("resourceVersion"))))),
            (3, Flag("orphanDependents")), (4, Text("propagationPolicy")), (5, Text("dryRun") with { Repeated = true })),
    };

    public static ProtobufMessage? Find(string kind) => ByKind.GetValueOrDefault(kind);

    private static ProtobufMessage WithMeta(params IEnumerable<(int, ProtobufField)> fields) => Message([(1, Nested("metadata", ObjectMeta)), .. fields]);

    private static ProtobufMessage Message(params IEnumerable<(int Number, ProtobufField Field)> fields) => new(fields.ToDictionary(f => f.Number, f => f.Field));

    private static ProtobufField Text(string name) => new(name, ProtobufType.Text);

    private static ProtobufField Number(string name) => new(name, ProtobufType.Number);

    private static ProtobufField Flag(string name) => new(name, ProtobufType.Flag);

    private static ProtobufField Time(string name) => new(name, ProtobufType.Time);

    private static ProtobufField Map(string name) => new(name, ProtobufType.StringMap);

    private static ProtobufField Bytes(string name) => new(name, ProtobufType.BytesMap);

    private static ProtobufField Nested(string name, ProtobufMessage message) => new(name, ProtobufType.Nested, message);
}
