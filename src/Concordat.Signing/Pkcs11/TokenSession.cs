using System.Security.Cryptography;

namespace Concordat.Signing.Pkcs11;

/// <summary>A session with one token, logged in, and the key in it. Whoever uses it holds the module's gate.</summary>
internal sealed class TokenSession
{
    private readonly CryptokiModule _module;
    private readonly nuint _session;
    private readonly nuint _key;
    private readonly int _generation;

    private TokenSession(CryptokiModule module, nuint session, nuint key)
    {
        (_module, _session, _key, _generation) = (module, session, key, module.Generation);
    }

    /// <summary>Whether the module was not started anew since.</summary>
    public bool IsCurrent => _generation == _module.Generation;

    /// <exception cref="KeyUnavailableException">There is no such token or key, or more than one, or no PIN.</exception>
    /// <exception cref="CryptokiException">The module refuses.</exception>
    public static TokenSession Open(CryptokiModule module, Pkcs11Uri uri, byte[]? pin)
    {
        var library = module.Library;
        var (slot, token) = FindToken(library, uri);
        var session = library.OpenSession(slot);
        try
        {
            if (token.NeedsLogin)
            {
                library.Login(session, pin ?? (token.HasKeyPad ? [] : throw new KeyUnavailableException("key_pin", $"{uri}: the token needs its PIN, and none was given for it")));
            }

            return new TokenSession(module, session, FindKey(library, session, uri));
        }
        catch
        {
            library.CloseSession(session);
            throw;
        }
    }

    /// <summary>The public key that stands beside the private one, as a key or in a certificate.</summary>
    public VerifyingKey ReadPublicKey(Pkcs11Uri uri)
    {
        var library = _module.Library;
        var id = library.Attribute(_session, _key, CryptokiObject.IdAttribute) ?? [];
        var label = id.Length > 0 ? [] : library.Attribute(_session, _key, CryptokiObject.LabelAttribute) ?? [];
        if (library.Find(_session, CryptokiObject.PublicKey, label, id, most: 2) is [var found]
            && library.Attribute(_session, found, CryptokiObject.EcParametersAttribute) is { } parameters
            && library.Attribute(_session, found, CryptokiObject.EcPointAttribute) is { } point)
        {
            return EcPublicKey.Read(parameters, point);
        }

        if (library.Find(_session, CryptokiObject.Certificate, label, id, most: 2) is [var certificate]
            && library.Attribute(_session, certificate, CryptokiObject.ValueAttribute) is { } value)
        {
            return EcPublicKey.FromCertificate(value);
        }

        throw new KeyUnavailableException("key_object", $"{uri}: the token holds neither the public key nor a certificate of this private key (they have the same id)");
    }

    public byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, HashAlgorithmName hash)
    {
        var length = KeyAlgorithms.FixedLengthOf(algorithm);
        return algorithm == SignatureAlgorithm.Ed25519
            ? _module.Library.Sign(_session, _key, CryptokiObject.EdDsa, data, length)
            : KeyAlgorithms.WriteEcdsaSignature(_module.Library.Sign(_session, _key, CryptokiObject.Ecdsa, CryptographicOperations.HashData(hash, data), length));
    }

    public void Close()
    {
        if (IsCurrent)
        {
            _module.Library.CloseSession(_session);
        }
    }

    private static (nuint Slot, TokenInfo Token) FindToken(CryptokiLibrary library, Pkcs11Uri uri)
    {
        var found = new List<(nuint Slot, TokenInfo Token)>();
        foreach (var slot in library.SlotsWithToken())
        {
            if (library.InfoOf(slot) is { IsInitialized: true } token && Pkcs11Uri.Same(uri.Token, token.Label) && Pkcs11Uri.Same(uri.Serial, token.Serial))
            {
                found.Add((slot, token));
            }
        }

        return found switch
        {
            [var only] => only,
            [] => throw new KeyUnavailableException("key_token", $"{uri}: the module shows no such token (is it plugged in, or its service running?)"),
            _ => throw new KeyUnavailableException("key_token", $"{uri}: {found.Count} tokens have this name (add `serial=…`)"),
        };
    }

    private static nuint FindKey(CryptokiLibrary library, nuint session, Pkcs11Uri uri)
    {
        var label = uri.Label is null ? [] : System.Text.Encoding.UTF8.GetBytes(uri.Label);
        return library.Find(session, CryptokiObject.PrivateKey, label, Convert.FromHexString(uri.Id ?? ""), most: 2) switch
        {
            [var only] => only,
            [] => throw new KeyUnavailableException("key_object", $"{uri}: the token holds no private key of this name"),
            _ => throw new KeyUnavailableException("key_object", $"{uri}: more than one private key of the token has this name (add `id=…`)"),
        };
    }
}
