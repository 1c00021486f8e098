namespace Concordat.Ledger.Notes;

/// <summary>The algorithms of cosignatures (C2SP tlog-cosignature).</summary>
public enum CosignatureAlgorithm
{
    /// <summary>Type 0x04.</summary>
    Ed25519,

    /// <summary>Type 0x06; needs OpenSSL 3.5 or newer.</summary>
    MlDsa44,
}
