using System.Text.Json;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Cedar;

namespace Concordat.Agreements.Showing;

/// <summary>Renders agreements and findings as JSON, for <c>--json</c>.</summary>
public static class AgreementReport
{
    /// <summary>The agreement: identity, hash, signers where checked, and each provision with prose, clause, authorities and facts.</summary>
    public static byte[] Write(AgreementSource source, IReadOnlyList<TrustedParty>? signers = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return JsonText.Render(writer =>
        {
            var metadata = source.Metadata;
            writer.WriteStartObject();
            writer.WriteString("id"u8, metadata.Id);
            writer.WriteString("version"u8, metadata.Version);
            writer.WriteString("title"u8, metadata.Title);
            writer.WriteString("hash"u8, AgreementPayload.Hash(AgreementPayload.Build(source)));
            writer.WriteString("effective"u8, metadata.Effective);
            writer.WriteString("expires"u8, metadata.Expires);
            writer.WriteString("previous"u8, metadata.Previous);
            JsonText.WriteStrings(writer, "roles", metadata.Roles);
            writer.WriteString("unproven"u8, source.Unproven);
            if (metadata.Terms.Orders is { } orders)
            {
                writer.WritePropertyName("orders"u8);
                JsonSerializer.Serialize(writer, orders, AgreementJsonContext.Default.OrdersTerms);
            }

            if (signers is not null)
            {
                WriteSigners(writer, signers);
            }

            WriteProvisions(writer, source);
            writer.WriteEndObject();
        });
    }

    /// <summary>Findings, with their codes and places.</summary>
    public static byte[] Write(IEnumerable<AgreementDiagnostic> diagnostics) => JsonText.Render(writer => JsonText.WriteFindings(writer, diagnostics));

    private static void WriteSigners(Utf8JsonWriter writer, IReadOnlyList<TrustedParty> signers)
    {
        writer.WriteStartArray("signers"u8);
        foreach (var signer in signers)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, signer.Name);
            writer.WriteString("role"u8, signer.Role);
            writer.WriteString("key"u8, signer.Key.KeyId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteProvisions(Utf8JsonWriter writer, AgreementSource source)
    {
        var clauses = (AgreementLint.Compile(source, new DiagnosticList())?.Clauses ?? []).ToDictionary(clause => clause.Id);
        writer.WriteStartArray("provisions"u8);
        foreach (var provision in Prose.Read(source.Prose).Provisions)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, provision.Id.ToString());
            writer.WriteString("title"u8, provision.Title);
            writer.WriteString("prose"u8, provision.Text);
            if (clauses.TryGetValue(provision.Id, out var clause))
            {
                WriteClause(writer, clause);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteClause(Utf8JsonWriter writer, Clause clause)
    {
        writer.WriteStartObject("clause"u8);
        writer.WriteString("effect"u8, clause.Effect == Effect.Permit ? "permit" : "forbid");
        writer.WriteString("remedy"u8, RemedyNames.Of(clause.Remedy));
        writer.WriteBoolean("redLine"u8, clause.RedLine);
        JsonText.WriteStrings(writer, "authorities", clause.Authorities.Select(reference => reference.ToString()));
        JsonText.WriteStrings(writer, "facts", clause.Facts);
        writer.WriteString("because"u8, clause.Because);
        writer.WriteString("wouldChange"u8, clause.WouldChange);
        writer.WriteString("cedar"u8, ClauseBody.Of(clause.Text));
        writer.WriteEndObject();
    }
}
