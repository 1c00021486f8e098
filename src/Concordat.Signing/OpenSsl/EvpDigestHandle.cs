using System.Runtime.InteropServices;

namespace Concordat.Signing.OpenSsl;

/// <summary>Owns one OpenSSL digest context; used for a single signature or verification.</summary>
internal sealed class EvpDigestHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_MD_CTX_free(handle);
        return true;
    }
}
