namespace Concordat.Safeguards.Persons;

/// <summary>Groups of digits with the separators between them, as in <c>+1 (202) 555-0143</c>.</summary>
/// <remarks>A group holds its place in the window; separators between two groups are at most three bytes.</remarks>
internal ref struct NumberRun(Span<(int Start, int Length)> groups)
{
    public readonly Span<(int Start, int Length)> Groups = groups;

    public int Count { get; private set; }

    /// <summary>A <c>+</c> stands before the first group.</summary>
    public bool Plus { get; private set; }

    /// <summary>End of the run in the window.</summary>
    public int End { get; private set; }

    /// <summary>Reads the run that starts with the digit at <paramref name="at"/>.</summary>
    public void Read(ReadOnlySpan<byte> window, int at)
    {
        Count = 0;
        Plus = at > 0 && (window[at - 1] == '+' || (window[at - 1] == '(' && at > 1 && window[at - 2] == '+'));
        while (at < window.Length && Count < Groups.Length)
        {
            var start = at;
            while (at < window.Length && char.IsAsciiDigit((char)window[at]))
            {
                at++;
            }

            Groups[Count++] = (start, at - start);
            End = at;
            var next = at;
            while (next < window.Length && next - at < 3 && IsSeparator(window[next]))
            {
                next++;
            }

            if (next == at || next >= window.Length || !char.IsAsciiDigit((char)window[next]))
            {
                return;
            }

            at = next;
        }
    }

    private static bool IsSeparator(byte b) => b is (byte)' ' or (byte)'-' or (byte)'.' or (byte)'(' or (byte)')' or (byte)'/';
}
