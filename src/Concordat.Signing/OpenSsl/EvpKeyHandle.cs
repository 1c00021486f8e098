using System.Runtime.InteropServices;

namespace Concordat.Signing.OpenSsl;

/// <summary>Owns one OpenSSL key object.</summary>
internal sealed class EvpKeyHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_free(handle);
        return true;
    }
}
