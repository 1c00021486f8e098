namespace Concordat.Gateway.Upstreams;

/// <summary>The checksum of IEEE 802.3 (polynomial 0xEDB88320, reflected), as Amazon's event streams carry it.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = Fill();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFF_FFFFu;
        foreach (var b in bytes)
        {
            crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] Fill()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB8_8320u : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
