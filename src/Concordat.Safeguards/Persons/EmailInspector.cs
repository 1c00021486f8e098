using System.Buffers;
using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Finds mail addresses (RFC 5321 dot-strings) around each <c>@</c> of a window.</summary>
internal static class EmailInspector
{
    private const int _maxLocal = 64;
    private const int _maxDomain = 190;

    private static readonly SearchValues<byte> _plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    /// <summary>Mailboxes that belong to a function and not to a person.</summary>
    private static readonly string[] _roles = ["noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster", "webmaster", "git", "hostmaster"];

    public static void Inspect(Findings findings, ReadOnlySpan<byte> window, PersonContext context)
    {
        var from = 0;
        while (from < window.Length)
        {
            var at = window[from..].IndexOf((byte)'@');
            if (at < 0)
            {
                return;
            }

            at += from;
            from = at + 1;
            var start = at;
            while (start > 0 && at - start < _maxLocal && IsLocal(window[start - 1]))
            {
                start--;
            }

            while (start < at && !IsLetterOrDigit(window[start]))
            {
                start++;
            }

            var end = DomainEnd(window, at + 1);
            if (start == at || end < 0 || window[at - 1] == '.'
                || (start == 0 && context.Has(PersonContext.CutLeft)) || (end == window.Length && context.Has(PersonContext.CutRight)))
            {
                continue;
            }

            from = end;
            Report(findings, window[start..at], window[(at + 1)..end]);
        }
    }

    private static void Report(Findings findings, ReadOnlySpan<byte> local, ReadOnlySpan<byte> domain)
    {
        // a tag after `+` names the same mailbox
        var plus = local.IndexOf((byte)'+');
        local = plus > 0 ? local[..plus] : local;
        foreach (var role in _roles)
        {
            if (Ascii.EqualsIgnoreCase(local, role))
            {
                return;
            }
        }

        var address = $"{Encoding.UTF8.GetString(local)}@{Encoding.UTF8.GetString(domain)}";
        findings.AddPerson(PersonKind.Email, address.ToLowerInvariant(), PersonNationality.Unknown);
    }

    /// <summary>End of the host name that starts at <paramref name="from"/>: labels with dots between, the last of letters; -1 when there is none.</summary>
    private static int DomainEnd(ReadOnlySpan<byte> window, int from)
    {
        var at = from;
        var end = -1;
        while (at < window.Length && at - from < _maxDomain)
        {
            var label = at;
            var letters = true;
            while (at < window.Length && at - from < _maxDomain && (IsLetterOrDigit(window[at]) || (window[at] == '-' && at > label)))
            {
                letters &= !char.IsAsciiDigit((char)window[at]) && window[at] != '-';
                at++;
            }

            if (at == label)
            {
                break;
            }

            if (label > from && letters && at - label >= 2)
            {
                end = at;
            }
            else if (label > from && at - label > 4 && window.Slice(label, 4).SequenceEqual("xn--"u8))
            {
                end = at;
            }

            if (at >= window.Length || window[at] != '.')
            {
                break;
            }

            at++;
        }

        return end;
    }

    private static bool IsLetterOrDigit(byte b) => b >= 0x80 || _plain.Contains(b);

    private static bool IsLocal(byte b) => IsLetterOrDigit(b)
        || b is (byte)'.' or (byte)'_' or (byte)'-' or (byte)'+' or (byte)'%' or (byte)'\'' or (byte)'!' or (byte)'#' or (byte)'$' or (byte)'&' or (byte)'*' or (byte)'^' or (byte)'~';
}
