using System.Runtime.InteropServices;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Text;

/// <summary>The word that is being read: its hash, and what its letters are.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct OpenWord()
{
    /// <summary>A hash, decoded, is a word of two scripts by chance; seldom one of so many letters.</summary>
    private const int Telling = 6;

    public ulong Hash = WordTable.Seed;
    public int Length;
    public long Start;
    public CanonicalKind Kinds;
    private ulong _owner;

    /// <summary>Adds a letter in its canonical form.</summary>
    public void Add(byte b, CanonicalKind kind, long position)
    {
        unchecked
        {
            Start = Length == 0 ? position : Start;
            Hash = WordTable.Step(Hash, AsciiClass.Fold[b]);
            Length++;
            Kinds |= kind;
        }
    }

    /// <summary>An apostrophe stays inside its word.</summary>
    public void AddApostrophe() => _owner = Hash;

    /// <summary>Ends the word.</summary>
    public void End(Findings findings, WordReader words, TokenWindow window)
    {
        unchecked
        {
            // `citizen's` reads as `citizen`
            var hash = _owner != 0 && Hash == WordTable.Step(_owner, (byte)'s') ? _owner : Hash;
            var known = words.Read(hash, Start, window.Token);
            window.Words++;
            const CanonicalKind Disguised = CanonicalKind.LookAlike | CanonicalKind.Styled;
            if ((Kinds & Disguised) != CanonicalKind.None && Length >= 3 && (Kinds & CanonicalKind.Letter) == CanonicalKind.None
                && (((Kinds & CanonicalKind.Latin) != CanonicalKind.None && (!window.IsDecoded || Length >= Telling)) || (known && Length >= 4)))
            {
                findings.AddConfusable();
            }
        }

        this = new OpenWord();
    }
}
