using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Finds advertising ids: UUIDs after a name for such ids, and, once there is one, every further UUID.</summary>
/// <remarks>A UUID by itself names a request or a row as often as a device.</remarks>
internal static class DeviceInspector
{
    private const int _length = 36;

    public static void Inspect(Findings findings, ReadOnlySpan<byte> window, PersonContext context)
    {
        if (window.Length < _length || !(context.Has(PersonContext.Device) || findings.HasDevices))
        {
            return;
        }

        var from = 8;
        while (from < window.Length && window[from..].IndexOf((byte)'-') is >= 0 and var step)
        {
            var start = from + step - 8;
            from += step + 1;
            var end = start + _length;
            if (end <= window.Length && IsUuid(window.Slice(start, _length))
                && (start == 0 ? !context.Has(PersonContext.CutLeft) : !char.IsAsciiLetterOrDigit((char)window[start - 1]))
                && (end == window.Length ? !context.Has(PersonContext.CutRight) : !char.IsAsciiLetterOrDigit((char)window[end])))
            {
                findings.AddPerson(PersonKind.Device, Encoding.ASCII.GetString(window.Slice(start, _length)).ToLowerInvariant(), PersonNationality.Unknown);
                from = end;
            }
        }
    }

    private static bool IsUuid(ReadOnlySpan<byte> text)
    {
        var any = false; // all zeros say that there is no id
        for (var i = 0; i < text.Length; i++)
        {
            var isDash = i is 8 or 13 or 18 or 23;
            if (isDash ? text[i] != '-' : !char.IsAsciiHexDigit((char)text[i]))
            {
                return false;
            }

            any |= !isDash && text[i] != '0';
        }

        return any;
    }
}
