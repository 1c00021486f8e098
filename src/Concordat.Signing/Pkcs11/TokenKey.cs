using System.Security.Cryptography;
using System.Text;

namespace Concordat.Signing.Pkcs11;

/// <summary>A private key that never leaves its token. Safe for concurrent use: one session, one signature at a time.</summary>
/// <remarks>
/// A session that was lost is opened again, at the second attempt with the module started anew; a third failure is told. What the token
/// signed is checked with its public key before it is handed out. A PIN that was refused is not tried again: tokens lock after a few. A module
/// that does not answer in time holds nobody up any longer; it is asked again once it has answered.
/// </remarks>
internal sealed class TokenKey : IPrivateKey
{
    private const int Attempts = 3;

    private readonly CryptokiModule _module;
    private readonly Pkcs11Uri _uri;
    private readonly byte[]? _pin;
    private readonly TimeSpan _limit;
    private TokenSession? _session; // the module's thread's, as what follows
    private KeyUnavailableException? _refused;
    private bool _disposed;

    internal TokenKey(CryptokiModule module, Pkcs11Uri uri, byte[]? pin, TimeSpan limit)
    {
        (_module, _uri, _pin, _limit) = (module, uri, pin, limit);
        PublicKey = Run(session => session.ReadPublicKey(uri));
    }

    public VerifyingKey PublicKey { get; }

    /// <exception cref="KeyUnavailableException">There is no such module, token or key, or the PIN is refused.</exception>
    public static TokenKey Open(Pkcs11Uri uri, string? pin, TimeSpan limit) =>
        new(CryptokiModule.Load(uri.Module, limit), uri, pin is null ? null : Encoding.UTF8.GetBytes(pin), limit);

    public byte[] Sign(ReadOnlySpan<byte> data, HashAlgorithmName hash)
    {
        var bytes = data.ToArray();
        var signature = Run(session => session.Sign(PublicKey.Algorithm, bytes, hash));
        return PublicKey.Verify(bytes, signature, hash)
            ? signature
            : throw new KeyUnavailableException("key_object", $"{_uri}: what the token signs does not verify with key {PublicKey.KeyId[..12]} (was the key on it replaced?)");
    }

    public byte[] ExportPkcs8() => throw new InvalidOperationException("a key on a token is not exported");

    public void Dispose()
    {
        try
        {
            _module.Calls.Run(
                () =>
                {
                    _disposed = true;
                    Close();
                    CryptographicOperations.ZeroMemory(_pin);
                    return true;
                },
                _limit);
        }
        catch (TimeoutException)
        {
            // A module that does not answer closes no session either; the end of the process does.
        }
    }

    private T Run<T>(Func<TokenSession, T> use)
    {
        try
        {
            return _module.Calls.Run(() => Try(use), _limit);
        }
        catch (TimeoutException e)
        {
            throw new KeyUnavailableException(
                "key_timeout", $"{_uri}: the PKCS #11 module does not answer, and is waited for {_limit.TotalSeconds} s (look at the token, its reader or its service; when it answers again, so does the key)", e);
        }
    }

    private T Try<T>(Func<TokenSession, T> use)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        for (var attempt = 1; ; attempt++)
        {
            if (_refused is { } refused)
            {
                throw new KeyUnavailableException(refused.Code, refused.Message, refused);
            }

            try
            {
                _session = _session is { IsCurrent: true } ? _session : TokenSession.Open(_module, _uri, _pin);
                return use(_session);
            }
            catch (CryptokiException e)
            {
                Close();
                if (e.IsAboutPin)
                {
                    _refused = new KeyUnavailableException("key_pin", $"{_uri}: the token refuses the PIN, which is not tried again so that it does not lock ({e.Message})", e);
                }
                else if (attempt == Attempts)
                {
                    throw new KeyUnavailableException("key_token", $"{_uri}: the token does not sign: {e.Message}", e);
                }
                else
                {
                    Restart(attempt);
                }
            }
            catch (KeyUnavailableException e) when (e.Code is "key_token" or "key_object" && attempt < Attempts)
            {
                Close();
                Restart(attempt);
            }
        }
    }

    private void Restart(int attempt)
    {
        if (attempt == Attempts - 1)
        {
            try
            {
                _module.Restart();
            }
            catch (CryptokiException)
            {
                // the attempt that follows tells
            }
        }
    }

    private void Close()
    {
        _session?.Close();
        _session = null;
    }
}
