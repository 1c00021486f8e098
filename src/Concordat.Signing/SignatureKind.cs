namespace Concordat.Signing;

/// <summary>By what a person signed.</summary>
public enum SignatureKind
{
    /// <summary>A key of their own: a DSSE envelope.</summary>
    Key,

    /// <summary>A hardware authenticator: a WebAuthn assertion.</summary>
    WebAuthn,

    /// <summary>A smart card's certificate: a detached CMS signature.</summary>
    Cms,
}
