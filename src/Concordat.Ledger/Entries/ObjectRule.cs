namespace Concordat.Ledger.Entries;

/// <summary>The members that an object of an entry may and must have.</summary>
/// <param name="Names">Names in ascending order, at most 64.</param>
/// <param name="Rules">Their rules, in the same order.</param>
/// <param name="Required">A bit for each member that must be there.</param>
/// <param name="IsClosed">Whether no others may be there.</param>
internal sealed record ObjectRule(byte[][] Names, ValueRule[] Rules, ulong Required, bool IsClosed)
{
    /// <summary>Place of a name at or after a place, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name, int from)
    {
        for (var i = from; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public ulong MaskOf(IEnumerable<string> names) => names.Aggregate(0UL, (mask, name) =>
        mask | (1UL << Array.FindIndex(Names, known => System.Text.Encoding.UTF8.GetString(known) == name)));

    /// <summary>The first name of a mask, for messages.</summary>
    public string NameOf(ulong mask) => System.Text.Encoding.UTF8.GetString(Names[System.Numerics.BitOperations.TrailingZeroCount(mask)]);
}
