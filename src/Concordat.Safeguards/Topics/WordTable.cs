namespace Concordat.Safeguards.Topics;

/// <summary>The vocabulary: 64-bit hash of a folded word to its number. Immutable after loading; open addressing.</summary>
internal sealed class WordTable
{
    public const ulong Seed = 0xCBF29CE484222325UL;
    private const ulong _prime = 0x9E3779B97F4A7C15UL;

    private readonly ulong[] _keys;
    private readonly int[] _values;
    private readonly int _shift;

    public WordTable(IReadOnlyDictionary<string, int> words)
    {
        var bits = 4;
        while ((1 << bits) < words.Count * 4)
        {
            bits++;
        }

        _shift = 64 - bits;
        _keys = new ulong[1 << bits];
        _values = new int[1 << bits];
        foreach (var (word, number) in words)
        {
            var hash = Seed;
            foreach (var b in Text.CanonicalTable.Fold(word))
            {
                hash = Step(hash, b);
            }

            var at = Slot(hash);
            while (_keys[at] != 0)
            {
                if (_keys[at] == hash)
                {
                    throw new InvalidDataException($"the words of the safeguard pack collide at `{word}`");
                }

                at = (at + 1) & (_keys.Length - 1);
            }

            _keys[at] = hash;
            _values[at] = number;
        }
    }

    public static ulong Step(ulong hash, byte folded)
    {
        unchecked
        {
            return (hash ^ folded) * _prime;
        }
    }

    /// <summary>Number of the word, or -1.</summary>
    public int Find(ulong hash)
    {
        var at = Slot(hash);
        while (true)
        {
            var key = _keys[at];
            if (key == hash)
            {
                return _values[at];
            }

            if (key == 0)
            {
                return -1;
            }

            at = (at + 1) & (_keys.Length - 1);
        }
    }

    private int Slot(ulong hash)
    {
        unchecked
        {
            return (int)((hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9UL >> _shift);
        }
    }
}
