using System.Globalization;
using Concordat.Gateway.Recording;

namespace Concordat.Gateway.Shadow;

/// <summary>Writes a comparison as entries carry it.</summary>
internal static class ShadowEntry
{
    public static void Write(CanonicalWriter json, ShadowCopy copy, ShadowComparison comparison)
    {
        json.BeginObject();
        json.Name("comparison"u8);
        json.BeginObject();
        json.Member("agrees"u8, comparison.Agrees);
        json.Member("answered"u8, comparison.Answered);
        Money(json, "cost"u8, comparison.Cost);
        Number(json, "first_byte"u8, comparison.FirstByte);
        Number(json, "length"u8, comparison.Length);
        json.Member("of"u8, copy.Decision);
        Money(json, "other_cost"u8, comparison.OtherCost);
        json.Member("same_calls"u8, comparison.SameCalls);
        json.Member("same_end"u8, comparison.SameEnd);
        json.Member("same_verdict"u8, comparison.SameVerdict);
        json.Member("with"u8, copy.Primary.Config.Name);
        json.EndObject();
        json.EndObject();
    }

    private static void Number(CanonicalWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.Member(name, number);
        }
    }

    private static void Money(CanonicalWriter json, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } amount)
        {
            json.Member(name, amount.ToString(CultureInfo.InvariantCulture));
        }
    }
}
