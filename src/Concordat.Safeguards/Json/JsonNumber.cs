namespace Concordat.Safeguards.Json;

/// <summary>The number grammar of RFC 8259, section 6.</summary>
internal static class JsonNumber
{
    /// <summary>Length of the number at the start; 0 when there is none, -1 when it starts like one but breaks the grammar.</summary>
    public static int Length(ReadOnlySpan<byte> data)
    {
        var at = 0;
        if (At(data, at) == '-')
        {
            at++;
        }

        var first = At(data, at);
        if (!IsDigit(first))
        {
            return at == 0 ? 0 : -1;
        }

        at = first == '0' ? at + 1 : SkipDigits(data, at);
        if (IsDigit(At(data, at)))
        {
            return -1;
        }

        if (At(data, at) == '.')
        {
            if (!IsDigit(At(data, at + 1)))
            {
                return -1;
            }

            at = SkipDigits(data, at + 1);
        }

        if (At(data, at) is 'e' or 'E')
        {
            at++;
            if (At(data, at) is '+' or '-')
            {
                at++;
            }

            if (!IsDigit(At(data, at)))
            {
                return -1;
            }

            at = SkipDigits(data, at);
        }

        return at;
    }

    private static int SkipDigits(ReadOnlySpan<byte> data, int at)
    {
        while (IsDigit(At(data, at)))
        {
            at++;
        }

        return at;
    }

    private static char At(ReadOnlySpan<byte> data, int at) => at < data.Length ? (char)data[at] : '\0';

    private static bool IsDigit(char c) => char.IsAsciiDigit(c);
}
