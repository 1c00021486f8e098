using System.Security.Cryptography;
using System.Text;

namespace Concordat.Signing.Pkcs11;

/// <summary>A private key that never leaves its token. Safe for concurrent use: one session, one signature at a time.</summary>
/// <remarks>
/// A session that was lost is opened again, at the second attempt with the module started anew; a third failure is told. What the token
/// signed is checked with its public key before it is handed out. A PIN that was refused is not tried again: tokens lock after a few.
/// </remarks>
internal sealed class TokenKey : IPrivateKey
{
    private const int Attempts = 3;

    private readonly CryptokiModule _module;
    private readonly Pkcs11Uri _uri;
    private readonly byte[]? _pin;
    private TokenSession? _session; // guarded by the module's gate, as what follows
    private KeyUnavailableException? _refused;
    private bool _disposed;

    private TokenKey(CryptokiModule module, Pkcs11Uri uri, byte[]? pin)
    {
        (_module, _uri, _pin) = (module, uri, pin);
        PublicKey = Run(session => session.ReadPublicKey(uri));
    }

    public VerifyingKey PublicKey { get; }

    /// <exception cref="KeyUnavailableException">There is no such module, token or key, or the PIN is refused.</exception>
    public static TokenKey Open(Pkcs11Uri uri, string? pin) => new(CryptokiModule.Load(uri.Module), uri, pin is null ? null : Encoding.UTF8.GetBytes(pin));

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
        lock (_module.Gate)
        {
            _disposed = true;
            _session?.Close();
            _session = null;
            CryptographicOperations.ZeroMemory(_pin);
        }
    }

    private T Run<T>(Func<TokenSession, T> use)
    {
        lock (_module.Gate)
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
