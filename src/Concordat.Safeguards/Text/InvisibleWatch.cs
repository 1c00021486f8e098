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
    private bool _beganInWord;

    /// <summary>Takes note of an invisible character.</summary>
    /// <param name="findings">Takes the finding.</param>
    /// <param name="kind">What the character is.</param>
    /// <param name="scalar">Which one.</param>
    /// <param name="previous">The last visible byte before it.</param>
    public void See(Findings findings, CanonicalKind kind, int scalar, byte previous)
    {
        // tags spell the regions of a flag, and stand nowhere else
        var flag = scalar is >= 0xE0020 and <= 0xE007F && previous == BlackFlag;
        if ((kind & CanonicalKind.Hidden) != CanonicalKind.None && !flag)
        {
            findings.AddHidden();
        }

        if (kind == CanonicalKind.Drop && scalar is not (>= 0xFE00 and <= 0xFE0F) and not >= 0xE0100)
        {
            return;
        }

        // direction marks and break opportunities are needed around Latin words, never inside one
        _beganInWord |= kind == CanonicalKind.ZeroWidth && char.IsAsciiLetterOrDigit((char)previous);

        // a long run carries a message whatever stands around it
        if (++_run >= _longestInnocentRun && !flag)
        {
            findings.AddHidden();
            _run = 0;
        }
    }

    /// <summary>A visible character ends the run; <paramref name="inWord"/> when it is a Latin letter or a digit.</summary>
    public void Settle(Findings findings, bool inWord)
    {
        if (_run == 0)
        {
            return;
        }

        if (inWord && _beganInWord)
        {
            findings.AddHidden();
        }

        _run = 0;
        _beganInWord = false;
    }
}
