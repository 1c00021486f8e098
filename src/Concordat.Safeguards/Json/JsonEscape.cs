namespace Concordat.Safeguards.Json;

/// <summary>The escape grammar of RFC 8259, section 7, with surrogates that must come in pairs.</summary>
internal static class JsonEscape
{
    /// <summary>Length of the escape at the start (a surrogate pair counts whole); 0 when it is not one.</summary>
    public static int Length(ReadOnlySpan<byte> data, out bool loneSurrogate)
    {
        loneSurrogate = false;
        if (data.Length < 2)
        {
            return 0;
        }

        if (data[1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
        {
            return 2;
        }

        var unit = data[1] == 'u' ? JsonText.Hex4(data[2..]) : -1;
        if (unit < 0)
        {
            return 0;
        }

        if (!char.IsSurrogate((char)unit))
        {
            return 6;
        }

        loneSurrogate = true;
        if (char.IsLowSurrogate((char)unit) || data.Length < 12 || data[6] != '\\' || data[7] != 'u')
        {
            return 0;
        }

        var low = JsonText.Hex4(data[8..]);
        if (low < 0 || !char.IsLowSurrogate((char)low))
        {
            return 0;
        }

        loneSurrogate = false;
        return 12;
    }
}
