using System.Buffers.Text;
using System.Globalization;

namespace Concordat.Safeguards.Masking;

/// <summary>
/// The names that stand where identifiers of persons stood: <c>USPER 1 EMAIL</c>. None of the words is one that the safeguards read
/// something into, so that a placeholder changes nothing about the text around it.
/// </summary>
public static class Placeholders
{
    /// <summary>Most placeholders of one answer, and the highest number of one.</summary>
    public const int Max = 9_999;

    private static ReadOnlySpan<byte> Prefix => "USPER "u8;

    /// <summary>The name for the identifier with that number.</summary>
    public static string Of(int number, PersonKind kind) => string.Create(CultureInfo.InvariantCulture, $"USPER {number} {WordOf(kind)}");

    /// <summary>Whether a text has the form of a name.</summary>
    public static bool IsName(string? text) => text?.Split(' ') is ["USPER", { Length: > 0 and <= 4 } number, { } word]
        && number[0] != '0' && number.All(char.IsAsciiDigit) && Enum.GetValues<PersonKind>().Any(kind => WordOf(kind).Equals(word, StringComparison.Ordinal));

    /// <summary>The highest number in a text: new names begin behind it, so that one that was given before never comes to mean somebody else.</summary>
    public static int Highest(ReadOnlySpan<byte> text)
    {
        var highest = 0;
        while (text.IndexOf(Prefix) is >= 0 and var at)
        {
            text = text[(at + Prefix.Length)..];
            if (Utf8Parser.TryParse(text, out int number, out _) && number is > 0 and <= Max)
            {
                highest = Math.Max(highest, number);
            }
        }

        return highest;
    }

    private static string WordOf(PersonKind kind) => kind switch
    {
        PersonKind.Email => "EMAIL",
        PersonKind.Phone => "TELEPHONY",
        PersonKind.Ssn => "TAX-ID",
        PersonKind.Plate => "VEHICLE",
        PersonKind.Device => "DEVICE",
        PersonKind.Licence => "DRIVING-DOCUMENT",
        PersonKind.Ip => "ENDPOINT",
        PersonKind.Handle => "MONIKER",
        PersonKind.Name => "SURNAME",
        PersonKind.Address => "POSTAL",
        _ => "TRAVEL-DOCUMENT",
    };
}
