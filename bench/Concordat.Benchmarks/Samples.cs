using System.Collections.Frozen;
using System.Text;
using Concordat.Agreements;
using Concordat.Cedar;
using Concordat.Safeguards.Model;
using Concordat.Signing;

namespace Concordat.Benchmarks;

/// <summary>What the benchmarks run on: a lawful chat request and answer of ordinary size, and the signed base agreement.</summary>
internal static class Samples
{
    private static readonly FrozenSet<string> None = [];
    private static readonly FrozenSet<string> Maintenance = FrozenSet.Create(StringComparer.Ordinal, "maintenance");
    private static readonly FrozenSet<string> Operational = FrozenSet.Create(StringComparer.Ordinal, "operational");

    public static readonly byte[] Request = Encoding.UTF8.GetBytes(
        """{"model":"mock-1","messages":[{"role":"system","content":"You are a defensive analyst assistant working under a signed usage agreement."},{"role":"user","content":"Summarise the maintenance log for the harbour radar and list the three most urgent repairs. Keep it short."}],"temperature":0.2,"max_tokens":256}""");

    public static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-1","object":"chat.completion","created":1790000000,"model":"mock-1","choices":[{"index":0,"message":{"role":"assistant","content":" """
        + string.Concat(Enumerable.Repeat("The usage agreement permits lawful defensive analysis. ", 12))
        + "\"" + ""","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":42,"completion_tokens":128,"total_tokens":170}}""");

    public static readonly byte[] StreamEvent = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"mock-1","choices":[{"index":0,"delta":{"content":"token and more "},"finish_reason":null}]}""");

    public static Agreement Agreement()
    {
        var directory = Directory.CreateTempSubdirectory("concordat-bench-").FullName;
        try
        {
            BaseAgreement.WriteTo(directory);
            using var department = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            using var vendor = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            TrustedParty[] parties = [new("Department", "department", department.PublicKey), new("Vendor", "vendor", vendor.PublicKey)];
            var output = Path.Combine(directory, "agreement.dsse.json");
            AgreementFolder.Sign(directory, output, department, "department", parties);
            AgreementFolder.Sign(directory, output, vendor, "vendor", parties);
            return AgreementFolder.Load(output, parties, TimeProvider.System.GetUtcNow()).Agreement!;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public static Facts Facts() => new(
        "chat",
        new UseCaseFacts(
            "radar", "keep the radar working", "Harbour Command", "Chief Engineer", "net", "general",
            Maintenance, None, HumanDecider: true, Suspended: false),
        new SourceFacts(Operational, Declared: true, 0, "no", Attested: false),
        new PersonFacts(0, 0, 0, 0, 0, None, Located: false, 0),
        MeterFacts.None,
        new LabelFacts(Marked: false, "none", 0, None, AboveNetwork: false, Releasable: true, Malformed: false),
        new TopicFacts(0, 0, 0, 0, 0, 0),
        new ContentFacts(None, Hidden: false, Confusable: false, 4, 220),
        new ToolFacts("", "none", Registered: false, Authorized: false, None),
        new DeploymentFacts("d", "vendor", "cloud", "region", "net", "cloud", "A0", Approved: true, Verified: true),
        new OrderFacts("none"));

    public static CedarRequest CedarRequest(CedarRecord context) => new(
        new EntityUid("Concordat::UseCase", "radar"), new EntityUid("Concordat::Action", "request"), new EntityUid("Concordat::Model", "mock-1"), context);
}
