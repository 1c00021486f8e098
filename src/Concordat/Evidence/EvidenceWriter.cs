using System.Text;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Commands;
using Concordat.Ledger;

namespace Concordat.Evidence;

/// <summary>Writes an evidence package into an empty folder.</summary>
internal sealed class EvidenceWriter(LedgerReader reader, IReadOnlyList<TrustedParty> parties, IReadOnlyList<string> agreementFiles)
{
    private const int Chunk = 4096;
    private const int MostEntries = 10_000;

    /// <summary>Opens the content that an entry commits to, as <c>ledger reveal</c> shows it; null where there is none. Without it, none is exported.</summary>
    public Func<long, byte[], string, Task<byte[]?>>? Open { get; init; }

    public async Task<EvidenceManifest> WriteAsync(string folder, EvidenceSelection selection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = Select(selection, cancellationToken);
        var contents = new List<long>();
        foreach (var (index, bytes) in entries)
        {
            var proof = reader.Proof(new EntryIndex(index));
            Put(folder, EvidencePaths.Entry(index), bytes);
            Put(folder, EvidencePaths.Proof(index), Encoding.UTF8.GetBytes(proof));
            if (Open is not null && await Open(index, bytes, proof) is { } content)
            {
                Put(folder, EvidencePaths.Content(index), content);
                contents.Add(index);
            }
        }

        var read = entries.Select(static e => EvidenceEntry.Read(e.Key, e.Value)).ToList();
        var agreements = PutAgreements(folder, [.. read.Select(static e => e.Text("agreement")).OfType<string>().Distinct(StringComparer.Ordinal)], now);
        foreach (var key in parties.SelectMany(static party => party.AlsoKeys.Prepend(party.Key)))
        {
            Put(folder, EvidencePaths.PartyKey(key.KeyId), Encoding.UTF8.GetBytes(key.ToPem()));
        }

        var manifest = new EvidenceManifest(
            EvidenceManifest.Version, reader.Checkpoint.Origin, reader.VerifierKey, selection.ToString(), new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
            [.. entries.Keys], [.. agreements.Select(static a => a.Hash)], [.. parties.Select(EvidenceParty.Of)])
        {
            Contents = contents,
        };
        Put(folder, EvidencePaths.Manifest, JsonSerializer.SerializeToUtf8Bytes(manifest, EvidenceJson.Plain.EvidenceManifest));
        Put(folder, EvidencePaths.LogKey, Encoding.UTF8.GetBytes(reader.VerifierKey + "\n"));
        Put(folder, EvidencePaths.Report, EvidenceReport.Write(manifest, read, agreements));
        Put(folder, EvidencePaths.Oscal, OscalResults.Write(manifest, read));
        return manifest;
    }

    /// <summary>The entries selected, the others of the same exchanges, and the configuration in force before the first.</summary>
    private SortedDictionary<long, byte[]> Select(EvidenceSelection selection, CancellationToken cancellationToken)
    {
        var exchanges = new HashSet<string>(StringComparer.Ordinal);
        var chosen = new SortedDictionary<long, byte[]>();
        ForEach((index, bytes, entry) =>
        {
            if (selection.Matches(index, entry))
            {
                Keep(chosen, index, bytes);
                if (entry.TryGetProperty("id", out var id))
                {
                    exchanges.Add(id.GetString()!);
                }
            }
        }, cancellationToken);
        if (chosen.Count == 0)
        {
            throw new CommandException($"concordat: no entry is selected by: {selection}");
        }

        var first = chosen.Keys.First();
        (long Index, byte[] Bytes)? configuration = null;
        ForEach((index, bytes, entry) =>
        {
            if (entry.TryGetProperty("id", out var id) && exchanges.Contains(id.GetString()!))
            {
                Keep(chosen, index, bytes);
            }
            else if (index < first && entry.GetProperty("type").ValueEquals("configuration"))
            {
                configuration = (index, bytes);
            }
        }, cancellationToken);
        if (configuration is { } inForce)
        {
            chosen[inForce.Index] = inForce.Bytes;
        }

        return chosen;
    }

    private static void Keep(SortedDictionary<long, byte[]> chosen, long index, byte[] bytes)
    {
        chosen[index] = bytes;
        if (chosen.Count > MostEntries)
        {
            throw new CommandException($"concordat: more than {MostEntries} entries are selected; narrow it, or give the whole ledger");
        }
    }

    private void ForEach(Action<long, byte[], JsonElement> look, CancellationToken cancellationToken)
    {
        for (var next = reader.First.Value; next < reader.Size;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var bytes in reader.ReadEntries(new EntryIndex(next), Chunk))
            {
                using var json = JsonDocument.Parse(bytes);
                look(next++, bytes, json.RootElement);
            }
        }
    }

    private List<Agreement> PutAgreements(string folder, IReadOnlyList<string> hashes, DateTimeOffset now)
    {
        var agreements = new List<Agreement>();
        foreach (var file in agreementFiles)
        {
            var agreement = ReplayAgreements.LoadSigned(file, parties, now);
            if (hashes.Contains(agreement.Hash, StringComparer.Ordinal) && agreements.TrueForAll(a => a.Hash != agreement.Hash))
            {
                agreements.Add(agreement);
                Put(folder, EvidencePaths.Agreement(agreement.Hash), File.ReadAllBytes(file));
            }
        }

        var missing = hashes.Except(agreements.Select(static a => a.Hash), StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? agreements
            : throw new CommandException($"concordat: agreement {missing[0]} decided some of these entries and is not at hand (give its signed file with `--recorded`)");
    }

    private static void Put(string folder, string path, byte[] content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }
}
