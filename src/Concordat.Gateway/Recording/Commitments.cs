using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Concordat.Ledger.Contents;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Recording;

/// <summary>
/// Commits to content without showing it: SHA-256 over a salt and the content. The salt is derived from the secret of the day, the exchange's
/// id and what is committed to, so that one request can be opened to an inspector without opening its answer or any other exchange. Thread-safe.
/// </summary>
public sealed class Commitments
{
    /// <summary>Length of the key, the salts and the commitments, in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _key;
    private readonly SaltStore _salts;

    /// <param name="key">The secret key of this gateway, for the names and the store of held actions.</param>
    /// <param name="salts">The secrets of the days.</param>
    public Commitments(ReadOnlySpan<byte> key, SaltStore salts)
    {
        if (key.Length != Size)
        {
            throw new ArgumentException($"the salt key must be {Size} bytes long, but is {key.Length}", nameof(key));
        }

        (_key, _salts) = (key.ToArray(), salts);
    }

    /// <summary>Reads the key file, making it where it is not there.</summary>
    public static Commitments Open(string path, SaltStore salts)
    {
        EnsureKey(path);
        return new Commitments(File.ReadAllBytes(path), salts);
    }

    /// <summary>Makes the key file, with fresh random bytes and owner-only access, where it is not there.</summary>
    public static void EnsureKey(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(RandomNumberGenerator.GetBytes(Size));
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>The salt of a new exchange.</summary>
    /// <exception cref="Ledger.LedgerUnavailableException">The secret of the day cannot be made.</exception>
    public void Salt(Guid exchange, Span<byte> salt) => Derive(_salts.Ensure(DayOf(exchange)), exchange, salt);

    /// <inheritdoc cref="TrySalt(SaltStore, Guid, Span{byte})"/>
    public bool TrySalt(Guid exchange, Span<byte> salt) => TrySalt(_salts, exchange, salt);

    /// <summary>The salt of an exchange that was recorded; false when the secret of its day was deleted.</summary>
    public static bool TrySalt(SaltStore salts, Guid exchange, Span<byte> salt)
    {
        ArgumentNullException.ThrowIfNull(salts);
        if (salts.Find(DayOf(exchange)) is not { } secret)
        {
            return false;
        }

        Derive(secret, exchange, salt);
        return true;
    }

    /// <summary>The day that an exchange began: its id is a UUID of version 7, which tells.</summary>
    private static DateOnly DayOf(Guid exchange)
    {
        Span<byte> id = stackalloc byte[16];
        exchange.TryWriteBytes(id, bigEndian: true, out _);
        return DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(id) >>> 16).UtcDateTime);
    }

    /// <summary>SHA-256 over the secret and the exchange's id. Both have a fixed length, so that nothing can be appended to one salt to make another.</summary>
    private static void Derive(ReadOnlySpan<byte> secret, Guid exchange, Span<byte> salt)
    {
        Span<byte> input = stackalloc byte[Size + 16];
        secret.CopyTo(input);
        exchange.TryWriteBytes(input[Size..], bigEndian: true, out _);
        SHA256.HashData(input, salt);
        input.Clear();
    }

    /// <summary>The salt of one kind of content of an exchange: SHA-256 over the exchange's salt and the kind. This is what a reveal shows.</summary>
    public static void SaltOf(ReadOnlySpan<byte> exchangeSalt, CommitmentKind kind, Span<byte> salt)
    {
        Span<byte> input = stackalloc byte[Size + 1];
        exchangeSalt.CopyTo(input);
        input[Size] = (byte)kind;
        SHA256.HashData(input, salt);
        input.Clear();
    }

    /// <summary>SHA-256 over the salt of that kind of content, and the content.</summary>
    public static void Commit(ReadOnlySpan<byte> exchangeSalt, CommitmentKind kind, ReadOnlySpan<byte> content, Span<byte> commitment)
    {
        Span<byte> salt = stackalloc byte[Size];
        SaltOf(exchangeSalt, kind, salt);
        CommitWith(salt, content, commitment);
    }

    /// <summary>SHA-256 over a salt that was shown, and content: what an inspector compares with the entry.</summary>
    public static void CommitWith(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> content, Span<byte> commitment)
    {
        var length = Size + content.Length;
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        try
        {
            salt.CopyTo(rented);
            content.CopyTo(rented.AsSpan(Size));
            SHA256.HashData(rented.AsSpan(0, length), commitment);
        }
        finally
        {
            rented.AsSpan(0, length).Clear();
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Encrypts the actions that wait in the case store, with a key that is derived from the secret key (HKDF-SHA-256).</summary>
    public CaseSeal CaseSeal() => new(HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _key, Oversight.Grants.CaseSeal.KeySize, info: Encoding.ASCII.GetBytes("concordat case store v1")));

    /// <summary>Seals the hardware keys that were enrolled, with a key that is derived from the secret key (HKDF-SHA-256).</summary>
    public CredentialSeal CredentialSeal() => new(HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _key, Oversight.Credentials.CredentialSeal.KeySize, info: Encoding.ASCII.GetBytes("concordat credential store v1")));

    /// <summary>Seals documents about certified suites, with a key that is derived from the secret key (HKDF-SHA-256).</summary>
    public CertificateSeal CertificateSeal() => new(HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _key, Oversight.Certificates.CertificateSeal.KeySize, info: Encoding.ASCII.GetBytes("concordat certificate store v1")));

    /// <summary>
    /// Names an exact action so that it can be found again: the same action gives the same hash on this gateway, but nobody without
    /// the key can test a guess against it.
    /// </summary>
    /// <returns>64 lower hex digits.</returns>
    public string ActionHash(ReadOnlySpan<byte> canonicalAction) => Named("concordat action v1\n"u8, canonicalAction);

    /// <summary>Names what an act is, whoever asks for it, in the same way.</summary>
    /// <returns>64 lower hex digits.</returns>
    public string LikenessHash(ReadOnlySpan<byte> canonicalLikeness) => Named("concordat likeness v1\n"u8, canonicalLikeness);

    private string Named(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> canonical)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(purpose);
        hmac.AppendData(canonical);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
