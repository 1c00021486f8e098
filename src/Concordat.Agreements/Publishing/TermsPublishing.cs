using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Cedar;
using Concordat.Signing;

namespace Concordat.Agreements.Publishing;

/// <summary>Makes, signs and checks statements of terms: from the source that the gateway is run by, so that they cannot say anything else.</summary>
public static class TermsPublishing
{
    /// <summary>The canonical bytes of what an agreement publishes; none when it does not pass the lint, which is then among the findings.</summary>
    /// <param name="source">The agreement.</param>
    /// <param name="diagnostics">What was found: errors, and places of the published text that name what is withheld.</param>
    public static byte[]? Build(AgreementSource source, out ImmutableArray<AgreementDiagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(source);
        var found = new DiagnosticList();
        var payload = Build(source, found);
        diagnostics = found.ToImmutable();
        return payload;
    }

    /// <summary>What an agreement publishes, with the hash that its signers sign; none when it does not pass the lint.</summary>
    /// <param name="source">The agreement.</param>
    public static (TermsStatement Statement, string Hash)? Of(AgreementSource source) =>
        Build(source, out _) is { } payload && JsonSerializer.Deserialize(payload, AgreementJsonContext.Default.TermsStatement) is { } statement
            ? (statement, AgreementPayload.Hash(payload))
            : null;

    /// <summary>Adds a party's signature to an agreement's statement, beside those that an earlier envelope of the same statement has.</summary>
    /// <param name="source">The agreement.</param>
    /// <param name="existing">The envelope that others signed, or nothing for the first signature.</param>
    /// <param name="key">The signing key.</param>
    public static AgreementSigned Sign(AgreementSource source, ReadOnlySpan<byte> existing, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(key);
        var found = new DiagnosticList();
        if (Build(source, found) is not { } payload)
        {
            return new AgreementSigned(null, null, found.ToImmutable());
        }

        var envelope = DsseEnvelope.Create(TermsStatement.MediaType, payload);
        if (!existing.IsEmpty)
        {
            if (ReadEnvelope(existing, found) is not { } earlier)
            {
                return new AgreementSigned(null, null, found.ToImmutable());
            }

            if (!earlier.Payload.AsSpan().SequenceEqual(payload))
            {
                found.Error(AgreementCodes.PayloadDiffers, "the file holds the statement of another text; publish to another file, or sign the text that the others signed");
            }
            else if (earlier.IsSignedBy(key.PublicKey))
            {
                found.Error(AgreementCodes.RoleHasSigned, "this key has signed the statement already");
            }

            envelope = earlier;
        }

        return found.HasErrors
            ? new AgreementSigned(null, null, found.ToImmutable())
            : new AgreementSigned(envelope.Sign(key).ToJson(), AgreementPayload.Hash(payload), found.ToImmutable());
    }

    /// <summary>Reads a statement that every one of its roles has signed.</summary>
    /// <param name="envelopeJson">The signed statement.</param>
    /// <param name="parties">Whose signatures count.</param>
    /// <param name="agreement">The agreement that it must be the public part of; none when the reader does not have it.</param>
    public static TermsLoad Load(ReadOnlySpan<byte> envelopeJson, IReadOnlyList<TrustedParty> parties, AgreementSource? agreement = null)
    {
        ArgumentNullException.ThrowIfNull(parties);
        var found = new DiagnosticList();
        if (ReadEnvelope(envelopeJson, found) is not { } envelope)
        {
            return new TermsLoad(null, [], found.ToImmutable());
        }

        var signatures = SignatureCheck.Of(envelope, parties, "statement");
        if (!signatures.AnyValid)
        {
            signatures.ReportNone(found);
            return new TermsLoad(null, [], found.ToImmutable());
        }

        var statement = SourceReader.ReadJson(
            Encoding.UTF8.GetString(envelope.Payload), "payload", AgreementJsonContext.Default.TermsStatement, AgreementCodes.NotAStatement, found);
        if (statement is null || statement.Format != TermsStatement.CurrentFormat || statement.Roles.IsDefaultOrEmpty)
        {
            found.Error(AgreementCodes.NotAStatement, "the signed payload is not a statement of terms");
            return new TermsLoad(null, [], found.ToImmutable());
        }

        var signers = signatures.CheckRoles(statement.Roles, found);
        if (agreement is not null && (Build(agreement, new DiagnosticList()) is not { } payload || !payload.AsSpan().SequenceEqual(envelope.Payload)))
        {
            found.Error(AgreementCodes.PayloadDiffers, "the statement is not what this agreement publishes; it is of another version, or one of them was altered");
        }

        return new TermsLoad(found.HasErrors ? null : statement, signers, found.ToImmutable());
    }

    private static byte[]? Build(AgreementSource source, DiagnosticList found)
    {
        if (AgreementLint.Compile(source, found) is not { } model)
        {
            return null;
        }

        var metadata = source.Metadata;
        var withheld = (metadata.Withheld ?? []).ToHashSet(StringComparer.Ordinal);
        var (published, hidden) = Split(model.Clauses, withheld);
        var resting = published.SelectMany(static clause => clause.Authorities).Select(static reference => reference.Id).ToHashSet(StringComparer.Ordinal);
        var statement = new TermsStatement(
            TermsStatement.CurrentFormat, AgreementPayload.Hash(AgreementPayload.Build(source)), metadata.Id, metadata.Version, metadata.Title,
            metadata.Effective, metadata.Expires, metadata.Roles, metadata.Terms, Redact(source.Prose, withheld),
            [.. published.Select(Publish)], [.. source.Authorities.Where(authority => resting.Contains(authority.Id))], [.. metadata.Withheld ?? []])
        { Names = metadata.Names, Unproven = source.Unproven };
        WarnOfMentions(source, statement, hidden, found);
        return CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(statement, AgreementJsonContext.Default.TermsStatement));
    }

    private static (ImmutableArray<Clause> Published, ImmutableArray<Clause> Hidden) Split(ImmutableArray<Clause> clauses, HashSet<string> withheld)
    {
        bool IsHidden(Clause clause) => withheld.Contains(clause.Id.ToString()) || withheld.Contains(clause.Id.ToString().Split('.')[0]);
        return ([.. clauses.Where(clause => !IsHidden(clause))], [.. clauses.Where(IsHidden)]);
    }

    private static string Redact(string prose, HashSet<string> withheld)
    {
        var lines = new List<string>();
        foreach (var part in ProsePart.Read(prose))
        {
            var within = part.Keys.FindIndex(withheld.Contains);
            if (within < 0)
            {
                lines.AddRange(part.Lines);
            }
            else if (within == part.Keys.Length - 1)
            {
                // Its title may say as much as its text; where a part above it is withheld, not even its number is told.
                var key = part.Keys[within];
                lines.AddRange([$"{new string('#', part.Level)} {(key.All(char.IsDigit) ? $"Article {key}." : key)} (withheld)", ""]);
            }
        }

        return string.Join('\n', lines);
    }

    private static int FindIndex(this ImmutableArray<string> keys, Func<string, bool> matches)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (matches(keys[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static TermsClause Publish(Clause clause) => new(
        clause.Id.ToString(), clause.Title, clause.Authority, clause.Effect == Effect.Permit ? "permit" : "forbid", RemedyNames.Of(clause.Remedy),
        clause.RedLine, [.. clause.Opens.Select(static act => act.Name)], clause.Because, clause.WouldChange, clause.Text);

    // Only people can tell whether what is published gives away what is not; the places that speak of it are told.
    private static void WarnOfMentions(AgreementSource source, TermsStatement statement, ImmutableArray<Clause> hidden, DiagnosticList found)
    {
        var names = statement.Withheld.Concat(hidden.Select(static clause => clause.Id.ToString())).Distinct(StringComparer.Ordinal).ToList();
        foreach (var (i, line) in statement.Prose.Split('\n').Index())
        {
            if (!line.EndsWith("(withheld)", StringComparison.Ordinal) && names.Find(name => Mentions(line, name)) is { } name)
            {
                found.Warning(AgreementCodes.WithheldMentioned, $"line {i + 1} of the published prose speaks of {name}, which is withheld; read whether it tells too much", source.Place(AgreementSource.ProseFile));
            }
        }

        foreach (var clause in statement.Clauses)
        {
            if (names.Find(name => Mentions(clause.Because, name) || Mentions(clause.Change, name)) is { } name)
            {
                found.Warning(AgreementCodes.WithheldMentioned, $"clause {clause.Clause} speaks of {name}, which is withheld; read whether it tells too much", source.Place(AgreementSource.ClausesFile));
            }
        }
    }

    private static bool Mentions(string text, string name) => WholeWords.Contains(text, name.All(char.IsDigit) ? $"Article {name}" : name);

    private static DsseEnvelope? ReadEnvelope(ReadOnlySpan<byte> json, DiagnosticList found)
    {
        try
        {
            if (json.Length > AgreementPayload.MaxEnvelopeBytes)
            {
                found.Error(AgreementCodes.TooLarge, $"the signed statement has more than {AgreementPayload.MaxEnvelopeBytes} bytes");
                return null;
            }

            var envelope = DsseEnvelope.Parse(json);
            if (envelope.PayloadType == TermsStatement.MediaType)
            {
                return envelope;
            }

            found.Error(AgreementCodes.WrongType, $"this is a signed document of type `{envelope.PayloadType}`, not a statement of terms (`{TermsStatement.MediaType}`)");
        }
        catch (SigningFormatException e)
        {
            found.Error(AgreementCodes.NotAnEnvelope, "this is not a signed document: " + e.Message);
        }

        return null;
    }
}
