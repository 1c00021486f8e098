using Concordat.Agreements;
using Concordat.Safeguards;
using Concordat.Signing;

namespace Concordat.Packs;

/// <summary>The safeguard pack as the parties signed it: what inspects texts changes only when every side has signed the change.</summary>
internal static class SignedPack
{
    /// <summary>Name of the file in a new installation.</summary>
    public const string FileName = "safeguards.dsse.json";

    /// <summary>Adds a signature of the shipped pack to a file; signatures of another pack that it holds are dropped.</summary>
    /// <exception cref="SigningFormatException">The file is there and is no signed document.</exception>
    public static DsseEnvelope Sign(string file, SafeguardPack pack, SigningKey key)
    {
        var envelope = DsseEnvelope.Create(PackStatement.MediaType, PackStatement.Of(pack));
        if (File.Exists(file) && DsseEnvelope.Parse(File.ReadAllBytes(file)) is var present && IsSame(present, envelope))
        {
            envelope = present;
        }

        envelope = envelope.Sign(key);
        var draft = file + ".new";
        File.WriteAllBytes(draft, envelope.ToJson());
        File.Move(draft, file, overwrite: true);
        return envelope;
    }

    /// <summary>Checks that each role has signed exactly the pack that inspects here.</summary>
    /// <param name="file">The signed file.</param>
    /// <param name="pack">The pack in use.</param>
    /// <param name="parties">Whose signatures count.</param>
    /// <param name="roles">The roles that must have signed.</param>
    /// <returns>What is wrong, in words; empty when nothing is.</returns>
    public static IReadOnlyList<string> Check(string file, SafeguardPack pack, IReadOnlyList<TrustedParty> parties, IEnumerable<string> roles)
    {
        DsseEnvelope envelope;
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > DsseEnvelope.MaxBytes)
            {
                return [$"{file}: this is too large for a signed safeguard pack"];
            }

            envelope = DsseEnvelope.Parse(File.ReadAllBytes(file));
        }
        catch (FileNotFoundException)
        {
            return [$"{file}: the safeguard pack is not signed; every party signs it with `concordat safeguards sign`"];
        }
        catch (SigningFormatException fault)
        {
            return [$"{file}: this is no signed safeguard pack: {fault.Message}"];
        }

        if (!string.Equals(envelope.PayloadType, PackStatement.MediaType, StringComparison.Ordinal))
        {
            return [$"{file}: this is a signed document of type `{envelope.PayloadType}`, not a safeguard pack (`{PackStatement.MediaType}`)"];
        }

        // what it says is read only once somebody who is trusted has signed it
        string[] missing = [.. roles.Where(role => !parties.Any(party => string.Equals(party.Role, role, StringComparison.Ordinal) && party.HasSigned(envelope)))];
        return missing.Length > 0
            ? [.. missing.Select(role => $"{file}: the safeguard pack lacks a valid signature of the role `{role}`; it signs with `concordat safeguards sign --key FILE`")]
            : Difference(envelope, pack) is { } difference ? [$"{file}: {difference}"] : [];
    }

    private static string? Difference(DsseEnvelope envelope, SafeguardPack pack) => PackStatement.Read(envelope.Payload) switch
    {
        _ when envelope.Payload.AsSpan().SequenceEqual(PackStatement.Of(pack)) => null,
        null => "what is signed does not name a safeguard pack",
        var (version, _) when !string.Equals(version, SafeguardPack.Version, StringComparison.Ordinal) =>
            $"the parties signed the safeguard pack of version `{version}`; this program has `{SafeguardPack.Version}`: every party signs it with `concordat safeguards sign`",
        var (_, hash) => $"the parties signed the safeguard pack {hash[..Math.Min(12, hash.Length)]}; this program has {pack.Hash[..12]}: every party signs it with `concordat safeguards sign`",
    };

    private static bool IsSame(DsseEnvelope left, DsseEnvelope right) =>
        string.Equals(left.PayloadType, right.PayloadType, StringComparison.Ordinal) && left.Payload.AsSpan().SequenceEqual(right.Payload);
}
