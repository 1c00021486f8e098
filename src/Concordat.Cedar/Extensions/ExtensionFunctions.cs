using Concordat.Cedar.Evaluation;

namespace Concordat.Cedar.Extensions;

/// <summary>The extension functions of Cedar 4: decimal, ip, datetime and duration.</summary>
internal static class ExtensionFunctions
{
    /// <summary>Calls a function; none and a fault when it cannot answer.</summary>
    public static CedarValue Call(string function, CedarValue a, CedarValue b, out string fault)
    {
        fault = "";
        switch (function)
        {
            case "decimal" or "ip" or "datetime" or "duration":
                return a.Reference is string text ? Construct(function, text, out fault) : Mismatch("a string", a, out fault);
            case "lessThan" or "lessThanOrEqual" or "greaterThan" or "greaterThanOrEqual":
                return Compare(function, a, b, out fault);
            case "isIpv4" or "isIpv6" or "isLoopback" or "isMulticast" or "isInRange":
                return a.Reference is CedarIp ip ? Ask(function, ip, b, out fault) : Mismatch("an ip address", a, out fault);
            case "offset" or "durationSince" or "toDate" or "toTime":
                return a.Kind == CedarValueKind.Datetime ? Datetime(function, a.Bits, b, out fault) : Mismatch("a datetime", a, out fault);
            default:
                return a.Kind == CedarValueKind.Duration ? CedarValue.FromLong(a.Bits / UnitOf(function)) : Mismatch("a duration", a, out fault);
        }
    }

    private static CedarValue Construct(string function, string text, out string fault)
    {
        fault = "";
        switch (function)
        {
            case "decimal":
                return CedarDecimal.TryParse(text, out var number, out fault) ? CedarValue.FromDecimal(number) : default;
            case "ip" when CedarIp.TryParse(text, out var ip):
                return CedarValue.FromIp(ip!);
            case "datetime" when CedarDatetime.TryParse(text, out var instant):
                return CedarValue.FromDatetime(instant);
            case "duration" when CedarDuration.TryParse(text, out var length):
                return CedarValue.FromDuration(length);
            default:
                fault = function switch
                {
                    "ip" => "an ip address is written such as `10.1.2.3`, `10.0.0.0/8` or `ffee::/64`",
                    "datetime" => "a datetime is written such as `2026-11-22`, `2026-11-22T10:30:00Z` or `2026-11-22T10:30:00.125+0100`",
                    _ => "a duration is written such as `1d2h3m4s5ms` and fits in 64 bits of milliseconds",
                };
                return default;
        }
    }

    private static CedarValue Compare(string function, CedarValue a, CedarValue b, out string fault)
    {
        fault = "";
        if (a.Kind != CedarValueKind.Decimal || b.Kind != CedarValueKind.Decimal)
        {
            return Mismatch("a decimal", a.Kind == CedarValueKind.Decimal ? b : a, out fault);
        }

        return CedarValue.FromBool(function switch
        {
            "lessThan" => a.Bits < b.Bits,
            "lessThanOrEqual" => a.Bits <= b.Bits,
            "greaterThan" => a.Bits > b.Bits,
            _ => a.Bits >= b.Bits,
        });
    }

    private static CedarValue Ask(string function, CedarIp ip, CedarValue b, out string fault)
    {
        fault = "";
        switch (function)
        {
            case "isIpv4":
                return CedarValue.FromBool(ip.IsV4);
            case "isIpv6":
                return CedarValue.FromBool(!ip.IsV4);
            case "isLoopback":
                return CedarValue.FromBool(ip.IsLoopback);
            case "isMulticast":
                return CedarValue.FromBool(ip.IsMulticast);
            default:
                return b.Reference is CedarIp range ? CedarValue.FromBool(ip.IsInRange(range)) : Mismatch("an ip address", b, out fault);
        }
    }

    private static CedarValue Datetime(string function, long instant, CedarValue b, out string fault)
    {
        fault = "";
        Int128 result;
        switch (function)
        {
            case "toTime":
                return CedarValue.FromDuration(CedarDatetime.Time(instant));
            case "toDate":
                result = (Int128)instant - CedarDatetime.Time(instant);
                break;
            case "offset":
                if (b.Kind != CedarValueKind.Duration)
                {
                    return Mismatch("a duration", b, out fault);
                }

                result = (Int128)instant + b.Bits;
                break;
            default:
                if (b.Kind != CedarValueKind.Datetime)
                {
                    return Mismatch("a datetime", b, out fault);
                }

                result = (Int128)instant - b.Bits;
                break;
        }

        if (result < long.MinValue || result > long.MaxValue)
        {
            fault = "datetime overflow";
            return default;
        }

        return function is "durationSince" ? CedarValue.FromDuration((long)result) : CedarValue.FromDatetime((long)result);
    }

    private static long UnitOf(string function) => function switch
    {
        "toMilliseconds" => 1,
        "toSeconds" => 1_000,
        "toMinutes" => 60_000,
        "toHours" => 3_600_000,
        _ => CedarDatetime.Day,
    };

    private static CedarValue Mismatch(string expected, CedarValue found, out string fault)
    {
        fault = $"expected {expected}, found {KindNames.Of(found.Kind)}";
        return default;
    }
}
