namespace Concordat.Signing.WebAuthn;

/// <summary>Every way in which a registration or an assertion can be wrong, each with an answer of its own.</summary>
public static class WebAuthnFaults
{
    public static readonly WebAuthnFault TooLarge = new("webauthn_too_large", "a part of what the authenticator sent is larger than any authenticator makes it");

    public static readonly WebAuthnFault WrongType = new("webauthn_type", "it was made for something else: a registration is not an approval, and an approval no registration");

    public static readonly WebAuthnFault WrongChallenge = new("webauthn_challenge", "what the key signed is not this statement; ask for the options again and sign again");

    public static readonly WebAuthnFault CrossOrigin = new("webauthn_cross_origin", "it was made inside a page of another site; open the page by itself");

    public static readonly WebAuthnFault WrongRelyingParty = new("webauthn_relying_party", "the key signed for another relying party than `webAuthn.relyingParty`");

    public static readonly WebAuthnFault NotPresent = new("webauthn_presence", "nobody touched the key");

    public static readonly WebAuthnFault NotVerified = new("webauthn_verification", "the key did not check who touched it; set a PIN or a fingerprint on it");

    public static readonly WebAuthnFault NotDeviceBound = new("webauthn_synced", "the passkey can be copied to other devices; use a key that keeps it to itself");

    public static readonly WebAuthnFault BadFlags = new("webauthn_flags", "the authenticator contradicts itself, or its registration, on whether the passkey can be copied");

    public static readonly WebAuthnFault BadSignature = new("webauthn_signature", "the signature is not this credential's");

    public static readonly WebAuthnFault WrongAlgorithm = new("webauthn_algorithm", "the key is of an algorithm that is not taken; ES256, ES384, EdDSA (Ed25519) and RS256 are");

    public static readonly WebAuthnFault AttestationFormat = new("webauthn_attestation_format", "the attestation is of a format that is not taken; `packed` is, and `none` where no models are listed");

    public static readonly WebAuthnFault BadAttestation = new("webauthn_attestation", "the attestation does not hold: its signature or its certificate is not what the standard asks for");

    public static readonly WebAuthnFault UnknownModel = new("webauthn_model", "the key is of no model under `webAuthn.authenticators`, or its maker does not vouch for it");

    public static WebAuthnFault Malformed(string why) => new("webauthn_malformed", $"what the authenticator sent cannot be read: {why}");

    /// <param name="origin">What the browser said; shown as it is, because it may have nothing in it but what an origin may.</param>
    public static WebAuthnFault ForeignOrigin(string origin) => new(
        "webauthn_origin", $"it was made on {Shown(origin)}, which is not under `webAuthn.origins`; if you did not mean to be there, tell the platform engineer");

    private static string Shown(string origin) =>
        origin.Length is > 0 and <= 128 && origin.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.' or '-' or '[' or ']') ? $"`{origin}`" : "another site";
}
