using System.Globalization;
using Concordat.Agreements;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>Loads agreements to decide recorded facts by: signed ones of any time, or the folder of a draft.</summary>
internal static class ReplayAgreements
{
    /// <summary>Loads a signed agreement as of the day that it took or takes effect; the signatures are checked.</summary>
    /// <exception cref="CommandException">It cannot be loaded; each reason on a line of its own.</exception>
    public static Agreement LoadSigned(string file, IReadOnlyList<TrustedParty> parties, DateTimeOffset now)
    {
        Require(File.Exists(file), $"concordat: there is no file `{file}`");
        var at = AgreementFolder.Open(file).Source is { } source ? EffectiveOr(source.Metadata.Effective, now) : now;
        return Loaded(AgreementFolder.Load(file, parties, at), file);
    }

    /// <summary>Takes a folder as a draft that nobody has signed, or a file as a signed agreement.</summary>
    public static Agreement LoadAny(string path, IReadOnlyList<TrustedParty> parties, DateTimeOffset now) =>
        Directory.Exists(path) ? LoadDraft(path, now) : LoadSigned(path, parties, now);

    // A draft decides as it would once signed: it is signed here, in a place of its own, with keys that are thrown away.
    private static Agreement LoadDraft(string folder, DateTimeOffset now)
    {
        var read = AgreementFolder.Lint(folder);
        if (read.Source is not { } source)
        {
            throw new CommandException([.. read.Diagnostics.Select(static d => d.ToString())]);
        }

        var place = Directory.CreateTempSubdirectory("concordat-draft-");
        try
        {
            var output = Path.Combine(place.FullName, "draft.dsse.json");
            var parties = new List<TrustedParty>();
            foreach (var role in source.Metadata.Roles)
            {
                using var key = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
                parties.Add(new TrustedParty(role, role, key.PublicKey));
                var signed = AgreementFolder.Sign(folder, output, key, role, []);
                if (!signed.IsSigned)
                {
                    throw new CommandException([.. signed.Diagnostics.Where(static d => d.IsError).Select(static d => d.ToString())]);
                }
            }

            return Loaded(AgreementFolder.Load(output, parties, EffectiveOr(source.Metadata.Effective, now)), folder);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static Agreement Loaded(AgreementLoad load, string path) =>
        load.Agreement ?? throw new CommandException([$"concordat: `{path}` cannot be loaded:", .. load.Diagnostics.Where(static d => d.IsError).Select(static d => d.ToString())]);

    private static DateTimeOffset EffectiveOr(string? effective, DateTimeOffset now) =>
        DateTimeOffset.TryParse(effective, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : now;

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new CommandException(message);
        }
    }
}
