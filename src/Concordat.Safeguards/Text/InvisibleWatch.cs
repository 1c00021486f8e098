using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Text;

/// <summary>Tells invisible characters that hide something from those that scripts, pictures and line breaking need.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct InvisibleWatch
{
    /// <summary>Stands for the flag picture that tag characters may follow.</summary>
    public const byte BlackFlag = 0xFE;

    private const int _longestInnocentRun = 8;

    private int _run;
    private int _marks;
    private bool _beganInWord;

    /// <summary>Something invisible, or a mark upon a letter, stands before the next visible character.</summary>
    public readonly bool IsOpen => _run > 0 || _marks > 0;

    /// <summary>The last scalar spells the region of a flag.</summary>
    public bool IsFlag { get; private set; }

    /// <summary>Takes note of an invisible character or a mark.</summary>
    /// <param name="findings">Takes the finding.</param>
    /// <param name="kind">What the character is.</param>
    /// <param name="scalar">Which one.</param>
    /// <param name="previous">The last visible byte before it.</param>
    /// <param name="tell">The text is read as it stands, and not what a visible escape stands for.</param>
    public void See(Findings findings, CanonicalKind kind, int scalar, byte previous, bool tell)
    {
        // tags spell the regions of a flag, and stand nowhere else
        IsFlag = scalar is >= 0xE0020 and <= 0xE007F && previous == BlackFlag;
        if (tell && (kind & CanonicalKind.Hidden) != CanonicalKind.None && !IsFlag)
        {
            findings.AddHidden();
        }

        if (kind == CanonicalKind.Drop && scalar is not (>= 0xFE00 and <= 0xFE0F) and not >= 0xE0100)
        {
            // no script stacks so many marks on one letter
            if (++_marks == _longestInnocentRun && tell)
            {
                findings.AddConfusable();
            }

            return;
        }

        // direction marks and break opportunities are needed around Latin words, never inside one
        _beganInWord |= kind == CanonicalKind.ZeroWidth && char.IsAsciiLetterOrDigit((char)previous);

        // a long run carries a message whatever stands around it
        if (++_run >= _longestInnocentRun && !IsFlag)
        {
            if (tell)
            {
                findings.AddHidden();
            }

            _run = 1;
        }
    }

    /// <summary>A visible character ends the run; <paramref name="inWord"/> when it is a Latin letter or a digit.</summary>
    public void Settle(Findings findings, bool inWord, bool tell)
    {
        if (tell && inWord && _beganInWord && _run > 0)
        {
            findings.AddHidden();
        }

        _run = _marks = 0;
        _beganInWord = false;
    }
}
