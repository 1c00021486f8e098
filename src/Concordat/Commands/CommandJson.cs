using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Cedar.Conformance;
using Concordat.Oversight.Candidates;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Rulings;

namespace Concordat.Commands;

/// <summary>How reports of commands become JSON: names as in the ledger, one document, ends with a line break.</summary>
[JsonSerializable(typeof(KeyReport))]
[JsonSerializable(typeof(IReadOnlyList<KeyReport>))]
[JsonSerializable(typeof(IReadOnlyList<McpToolReport>))]
[JsonSerializable(typeof(CaseReport))]
[JsonSerializable(typeof(InvitationReport))]
[JsonSerializable(typeof(IReadOnlyList<CredentialReport>))]
[JsonSerializable(typeof(IReadOnlyList<CaseReport>))]
[JsonSerializable(typeof(IReadOnlyList<PreflightReport>))]
[JsonSerializable(typeof(IReadOnlyList<CertificateReport>))]
[JsonSerializable(typeof(SuiteReplayReport))]
[JsonSerializable(typeof(OrderReport))]
[JsonSerializable(typeof(IReadOnlyList<OrderReport>))]
[JsonSerializable(typeof(OrderPlanReport))]
[JsonSerializable(typeof(DeploymentReport))]
[JsonSerializable(typeof(IReadOnlyList<DeploymentReport>))]
[JsonSerializable(typeof(EvidenceReport))]
[JsonSerializable(typeof(IReadOnlyList<ShadowReport>))]
[JsonSerializable(typeof(IReadOnlyList<MigrationReport>))]
[JsonSerializable(typeof(RulingReport))]
[JsonSerializable(typeof(IReadOnlyList<RulingReport>))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(AuthorizationReport))]
[JsonSerializable(typeof(ConformanceReport))]
[JsonSerializable(typeof(LedgerReport))]
[JsonSerializable(typeof(LedgerScrubReport))]
[JsonSerializable(typeof(RotationReport))]
[JsonSerializable(typeof(RevocationReport))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(SignatureReport))]
[JsonSerializable(typeof(PublicationReport))]
[JsonSerializable(typeof(PackReport))]
[JsonSerializable(typeof(SafeguardsEvalReport))]
[JsonSerializable(typeof(SequenceEvalReport))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>Text that people read is not escaped beyond what JSON needs; reports are never put into HTML.</summary>
    public static CommandJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
