using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Text;

/// <summary>The names of advertising ids, by the hashes of their words.</summary>
internal static class DeviceWords
{
    private static readonly ulong[] _names =
        [.. new[] { "maid", "maids", "idfa", "gaid", "aaid", "ifa", "idfv", "rdid", "adid", "advertisingid", "advertiserid", "deviceid" }.Select(Hash)];

    private static readonly ulong[] _firsts = [.. new[] { "ad", "advertising", "advertiser", "device" }.Select(Hash)];

    private static readonly ulong _id = Hash("id");

    private static readonly ulong _bits = _names.Append(_id).Aggregate(0UL, static (bits, hash) => bits | 1UL << (int)(hash & 63));

    /// <summary>Whether a word names advertising ids, by itself or with the word before it.</summary>
    public static bool Names(ulong hash, ulong before) =>
        (_bits >> (int)(hash & 63) & 1) != 0 && (hash == _id ? Array.IndexOf(_firsts, before) >= 0 : Array.IndexOf(_names, hash) >= 0);

    private static ulong Hash(string word)
    {
        var hash = WordTable.Seed;
        foreach (var b in CanonicalTable.Fold(word))
        {
            hash = WordTable.Step(hash, b);
        }

        return hash;
    }
}
