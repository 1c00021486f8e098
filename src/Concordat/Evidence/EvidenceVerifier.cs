using System.Text;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Commands;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Signing;

namespace Concordat.Evidence;

/// <summary>Checks an evidence package offline: proofs, agreements, and that the reports say what the entries say.</summary>
/// <param name="folder">The package.</param>
/// <param name="prove">Checks a proof against the log and the witnesses that are trusted.</param>
/// <param name="trusted">The parties whose signatures count; the keys of the package where none are given.</param>
internal sealed class EvidenceVerifier(string folder, Func<string, byte[], TlogProofResult> prove, IReadOnlyList<TrustedParty> trusted)
{
    private const long MaxFileBytes = 64 * 1024 * 1024;

    /// <summary>Returns the manifest, and what is wrong, each on a line of its own.</summary>
    /// <exception cref="FormatException">The folder does not hold a package.</exception>
    public (EvidenceManifest Manifest, IReadOnlyList<string> Faults) Verify(DateTimeOffset now)
    {
        var faults = new List<string>();
        var manifest = ReadManifest();
        var entries = new List<EvidenceEntry>();
        foreach (var index in manifest.Entries)
        {
            var (bytes, proof) = (Read(EvidencePaths.Entry(index)), Read(EvidencePaths.Proof(index)));
            if (Fault(index, bytes, proof, manifest) is { } fault)
            {
                faults.Add($"{EvidencePaths.Entry(index)}: {fault}");
                continue;
            }

            if (manifest.Contents.Contains(index) && ContentFault(index, bytes!) is { } strange)
            {
                faults.Add($"{EvidencePaths.Content(index)}: {strange}");
            }

            entries.Add(EvidenceEntry.Read(index, bytes!));
        }

        if (faults.Count == 0)
        {
            CheckReports(manifest, entries, CheckAgreements(manifest, entries, faults, now), faults);
        }

        return (manifest, faults);
    }

    private string? Fault(long index, byte[]? entry, byte[]? proof, EvidenceManifest manifest)
    {
        if (entry is null || proof is null)
        {
            return "the entry or its proof is missing";
        }

        return prove(Encoding.UTF8.GetString(proof), entry) switch
        {
            { IsValid: false } bad => bad.Fault,
            { Index: { } found } when found.Value != index => $"the proof is that of entry {found}",
            { SignedBy: var key } when key != manifest.LogKey => $"its checkpoint is signed by `{key}`, and {EvidencePaths.Manifest} names another key",
            _ => null,
        };
    }

    private string? ContentFault(long index, byte[] entry)
    {
        if (Read(EvidencePaths.Content(index)) is not { } bytes)
        {
            return "the content is missing";
        }

        try
        {
            var reveal = Reveal.Parse(bytes);
            return reveal.Entry.AsSpan().SequenceEqual(entry) ? reveal.ContentFault() : "it is about another entry";
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private EvidenceManifest ReadManifest()
    {
        try
        {
            return Read(EvidencePaths.Manifest) is { } bytes && JsonSerializer.Deserialize(bytes, EvidenceJson.Plain.EvidenceManifest) is { V: EvidenceManifest.Version, Entries: not null, Agreements: not null, Parties: not null, Selection: not null, LogKey: not null, Origin: not null, Contents: not null } manifest
                && manifest.Agreements.All(static hash => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower))
                && manifest.Parties.All(static party => party is { IsWellFormed: true })
                ? manifest
                : throw new FormatException($"there is no `{EvidencePaths.Manifest}` of an evidence package of version {EvidenceManifest.Version} in it");
        }
        catch (JsonException e)
        {
            throw new FormatException($"`{EvidencePaths.Manifest}` is malformed: {e.Message}", e);
        }
    }

    private List<Agreement> CheckAgreements(EvidenceManifest manifest, List<EvidenceEntry> entries, List<string> faults, DateTimeOffset now)
    {
        var agreements = new List<Agreement>();
        try
        {
            var parties = trusted.Count > 0 ? trusted : [.. manifest.Parties.Select(PartyOf)];
            foreach (var hash in manifest.Agreements)
            {
                var agreement = ReplayAgreements.LoadSigned(Path.Combine(folder, EvidencePaths.Agreement(hash)), parties, now);
                agreements.Add(agreement);
                if (agreement.Hash != hash)
                {
                    faults.Add($"{EvidencePaths.Agreement(hash)}: it is agreement {agreement.Hash}");
                }
            }
        }
        catch (Exception e) when (e is CommandException or FormatException or IOException)
        {
            faults.Add(e.Message);
        }

        foreach (var hash in entries.Select(static e => e.Text("agreement")).OfType<string>().Distinct(StringComparer.Ordinal).Except(agreements.Select(static a => a.Hash), StringComparer.Ordinal))
        {
            faults.Add($"agreement {hash}, which decided some of the entries, is not in the package");
        }

        return agreements;
    }

    private TrustedParty PartyOf(EvidenceParty party)
    {
        var keys = party.Keys.Select(id =>
        {
            var key = VerifyingKey.Load(Path.Combine(folder, EvidencePaths.PartyKey(id)));
            return string.Equals(key.KeyId, id, StringComparison.Ordinal) ? key : throw new FormatException($"{EvidencePaths.PartyKey(id)}: it is the key {key.KeyId}");
        }).ToList();
        return new TrustedParty(party.Name, party.Role, keys[0]) { AlsoKeys = keys[1..] };
    }

    /// <summary>The reports are made anew from what was proved.</summary>
    private void CheckReports(EvidenceManifest manifest, List<EvidenceEntry> entries, List<Agreement> agreements, List<string> faults)
    {
        if (trusted.Count == 0 && Read(EvidencePaths.Report) is { } report && !report.AsSpan().SequenceEqual(EvidenceReport.Write(manifest, entries, agreements)))
        {
            faults.Add($"{EvidencePaths.Report}: it does not say what the entries say");
        }

        if (Read(EvidencePaths.Oscal) is { } oscal && !oscal.AsSpan().SequenceEqual(OscalResults.Write(manifest, entries)))
        {
            faults.Add($"{EvidencePaths.Oscal}: it does not say what the entries say");
        }
    }

    private byte[]? Read(string path) =>
        new FileInfo(Path.Combine(folder, path)) is { Exists: true, Length: <= MaxFileBytes } file ? File.ReadAllBytes(file.FullName) : null;
}
