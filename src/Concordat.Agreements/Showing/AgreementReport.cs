using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Cedar;

namespace Concordat.Agreements.Showing;

/// <summary>Renders agreements and findings as JSON, for <c>--json</c>.</summary>
public static class AgreementReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The agreement: identity, hash, signers where checked, and each provision with prose, clause, authorities and facts.</summary>
    public static byte[] Write(AgreementSource source, IReadOnlyList<TrustedParty>? signers = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Render(writer =>
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
            WriteStrings(writer, "roles", metadata.Roles);
            if (signers is not null)
            {
                WriteSigners(writer, signers);
            }

            WriteProvisions(writer, source);
            writer.WriteEndObject();
        });
    }

    /// <summary>Findings, with their codes and places.</summary>
    public static byte[] Write(IEnumerable<AgreementDiagnostic> diagnostics) => Render(writer =>
    {
        writer.WriteStartArray();
        foreach (var found in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("severity"u8, found.IsError ? "error" : "warning");
            writer.WriteString("code"u8, found.Code);
            writer.WriteString("message"u8, found.Message);
            writer.WriteString("file"u8, found.File);
            writer.WriteNumber("line"u8, found.Line);
            writer.WriteNumber("column"u8, found.Column);
            writer.WriteString("clause"u8, found.Clause);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

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
        WriteStrings(writer, "authorities", clause.Authorities.Select(reference => reference.ToString()));
        WriteStrings(writer, "facts", clause.Facts);
        writer.WriteString("because"u8, clause.Because);
        writer.WriteString("wouldChange"u8, clause.WouldChange);
        writer.WriteString("cedar"u8, ClauseBody.Of(clause.Text));
        writer.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static byte[] Render(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
