using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Suspicion;

/// <summary>The features of a text that weights are learned for: its words, pairs and triples of words, and runs of three to five letters.</summary>
/// <remarks>
/// A feature is a number below 2^18, a hash; each counts once, and all together have length 1, so that long and short texts compare.
/// Signs are words, and so is every letter of scripts that write no spaces. Training and judging use this same code. Not thread-safe.
/// </remarks>
internal sealed class TextFeatures
{
    /// <summary>How many features there are, as a power of two.</summary>
    public const int Bits = 18;

    private const int MostWords = 400;
    private const int ShortestRun = 3;
    private const int LongestRun = 5;
    private const int LongestWord = 40;
    private const uint Seed = 2166136261;

    private static readonly uint _runSeed = Begin('c');

    private readonly List<Feature> _found = [];
    private readonly ulong[] _seen = new ulong[1 << (Bits - 6)];

    /// <summary>The features of a text; valid until the next one.</summary>
    /// <param name="text">Canonical text.</param>
    /// <param name="gloss">The same in English words, or nothing.</param>
    public ReadOnlySpan<Feature> Of(ReadOnlySpan<char> text, ReadOnlySpan<char> gloss)
    {
        Clear();
        Read(text);
        Read(gloss);
        Normalize();
        return CollectionsMarshal.AsSpan(_found);
    }

    private void Read(ReadOnlySpan<char> text)
    {
        Span<char> padded = stackalloc char[LongestWord + 2];
        uint before = 0, beforeThat = 0;
        var words = 0;
        for (var at = 0; at < text.Length && words < MostWords;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var length = WordLength(text[at..]);
            var word = text.Slice(at, length);
            at += length;
            var hash = Hash(word, 'w');
            Add(hash, 1f);
            if (words > 0)
            {
                Add(Mix(before, hash, 'b'), 1f);
            }

            if (words > 1)
            {
                Add(Mix(beforeThat, Mix(before, hash, 'b'), 't'), 0.7f);
            }

            (beforeThat, before) = (before, hash);
            words++;
            AddRuns(word, padded);
        }
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        if (!IsLetter(text[0]) || WritesNoSpaces(text[0]))
        {
            return char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
        }

        var length = 1;
        while (length < text.Length && length < LongestWord && IsLetter(text[length]) && !WritesNoSpaces(text[length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsLetter(char c) => char.IsLetterOrDigit(c);

    private static bool WritesNoSpaces(char c) => c is (>= '\u0e00' and <= '\u0eff') or (>= '\u2e80' and <= '\u9fff') or (>= '\uf900' and <= '\ufaff');

    private void AddRuns(ReadOnlySpan<char> word, Span<char> padded)
    {
        if (!IsLetter(word[0]) || WritesNoSpaces(word[0]))
        {
            return;
        }

        padded[0] = '<';
        word.ToLowerInvariant(padded[1..]);
        padded[word.Length + 1] = '>';
        ReadOnlySpan<char> whole = padded[..(word.Length + 2)];
        for (var at = 0; at + ShortestRun <= whole.Length; at++)
        {
            // a run is the one before it and a letter more
            var hash = _runSeed;
            var end = Math.Min(LongestRun, whole.Length - at);
            for (var length = 1; length <= end; length++)
            {
                hash = Step(hash, whole[at + length - 1]);
                if (length >= ShortestRun)
                {
                    Add(Spread(hash), 0.5f);
                }
            }
        }
    }

    private void Add(uint hash, float value)
    {
        var bucket = (int)(hash & ((1u << Bits) - 1));
        ref var seen = ref _seen[bucket >> 6];
        if ((seen & (1UL << (bucket & 63))) == 0)
        {
            seen |= 1UL << (bucket & 63);
            _found.Add(new Feature(bucket, value));
        }
    }

    private void Clear()
    {
        foreach (var (bucket, _) in _found)
        {
            _seen[bucket >> 6] = 0;
        }

        _found.Clear();
    }

    private void Normalize()
    {
        var sum = 0f;
        var found = CollectionsMarshal.AsSpan(_found);
        foreach (var (_, value) in found)
        {
            sum += value * value;
        }

        var factor = 1f / MathF.Sqrt(MathF.Max(sum, 1f));
        foreach (ref var feature in found)
        {
            feature = feature with { Value = feature.Value * factor };
        }
    }

    private static uint Hash(ReadOnlySpan<char> text, char kind)
    {
        var hash = Begin(kind);
        foreach (var c in text)
        {
            hash = Step(hash, c is < '\u0080' ? char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c : char.ToLowerInvariant(c));
        }

        return Spread(hash);
    }

    private static uint Begin(char kind)
    {
        unchecked
        {
            return (Seed ^ kind) * 16777619;
        }
    }

    private static uint Step(uint hash, char c)
    {
        unchecked
        {
            return (hash ^ c) * 16777619;
        }
    }

    private static uint Mix(uint left, uint right, char kind)
    {
        unchecked
        {
            return Spread(((Begin(kind) ^ left) * 0x9E3779B1) + right);
        }
    }

    private static uint Spread(uint hash)
    {
        unchecked
        {
            hash ^= hash >> 15;
            hash *= 0x2C1B3C6D;
            hash ^= hash >> 12;
            hash *= 0x297A2D39;
            return hash ^ (hash >> 15);
        }
    }
}
