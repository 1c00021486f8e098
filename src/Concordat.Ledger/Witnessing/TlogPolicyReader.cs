using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>Reads a policy line by line; for one policy.</summary>
/// <remarks>
/// Names are octets to the specification and need not be UTF-8: lines are taken apart as Latin-1, which keeps each octet.
/// </remarks>
internal sealed class TlogPolicyReader
{
    public const int MaxBytes = 1024 * 1024;

    private const int MaxEntries = 1000;

    private readonly List<PolicyLog> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly List<PolicyGroup> _groups = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private string? _quorum;
    private int _line;

    public TlogPolicy Read(ReadOnlySpan<byte> policy)
    {
        if (policy.Length > MaxBytes)
        {
            throw new FormatException($"a policy has at most {MaxBytes} bytes, this one has {policy.Length}");
        }

        foreach (var range in policy.Split((byte)'\n'))
        {
            _line++;
            var line = policy[range];
            RequireText(line);
            ReadLine(Encoding.Latin1.GetString(line).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        }

        return new TlogPolicy([.. _logs], [.. _witnesses], [.. _groups], _quorum ?? throw new FormatException("the policy has no `quorum` line; it needs exactly one"));
    }

    private void RequireText(ReadOnlySpan<byte> line)
    {
        foreach (var octet in line)
        {
            if (octet is (< 0x20 and not 0x09) or 0x7f)
            {
                throw Error($"the control character 0x{octet:x2} is not allowed (lines end with a newline alone)");
            }
        }
    }

    private void ReadLine(string[] words)
    {
        if (words is [] || words[0].StartsWith('#'))
        {
            return;
        }

        if (_logs.Count + _witnesses.Count + _groups.Count == MaxEntries)
        {
            throw Error($"the policy has more than {MaxEntries} logs, witnesses and groups");
        }

        switch (words)
        {
            case ["log", var vkey]:
                AddLog(vkey, url: null);
                break;
            case ["log", var vkey, var url]:
                AddLog(vkey, url);
                break;
            case ["witness", var name, var vkey]:
                AddWitness(name, vkey, url: null);
                break;
            case ["witness", var name, var vkey, var url]:
                AddWitness(name, vkey, url);
                break;
            case ["group", var name, var threshold, _, ..]:
                AddGroup(name, threshold, words[3..]);
                break;
            case ["quorum", var name]:
                SetQuorum(name);
                break;
            default:
                throw Error(words[0] switch
                {
                    "log" => "a log is `log VKEY` or `log VKEY URL`",
                    "witness" => "a witness is `witness NAME VKEY` or `witness NAME VKEY URL`; a comment needs a line of its own",
                    "group" => "a group is `group NAME all|any|NUMBER MEMBER…`, with at least one member",
                    "quorum" => "the quorum is `quorum NAME`, the name of one witness or group, or `none`",
                    _ => $"unknown word `{Shown(words[0])}` (known are log, witness, group and quorum)",
                });
        }
    }

    private void AddLog(string vkey, string? url)
    {
        var key = Key(vkey);
        if (key.Type is NoteVerifier.Cosignature)
        {
            throw Error($"the key of the log `{key.Name}` is a witness's (type 0x04), not a log's");
        }

        if (_logs.Exists(other => other.Key.HasKeyOf(key)))
        {
            throw Error($"the key of the log `{key.Name}` is there twice");
        }

        _logs.Add(new PolicyLog(key, Location(url)));
    }

    private void AddWitness(string name, string vkey, string? url)
    {
        Define(name);
        var key = Key(vkey);
        if (!key.IsCosigner)
        {
            throw Error($"the key of the witness `{Shown(name)}` has type 0x{key.Type:x2}, which makes no cosignatures (0x04 and 0x06 do)");
        }

        if (_witnesses.Find(other => other.Key.HasKeyOf(key)) is { } same)
        {
            throw Error($"the witnesses `{Shown(same.Name)}` and `{Shown(name)}` have the same key; each needs its own");
        }

        _witnesses.Add(new PolicyWitness(Shown(name), key, Location(url)));
    }

    private void AddGroup(string name, string threshold, string[] members)
    {
        var needed = threshold switch
        {
            "all" => members.Length,
            "any" => 1,
            _ when int.TryParse(threshold, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Error($"`{Shown(threshold)}` is no threshold (write `all`, `any` or a number)"),
        };
        if (needed < 1 || needed > members.Length)
        {
            throw Error($"the threshold {needed} of the group `{Shown(name)}` is not from 1 to {members.Length}, the number of its members");
        }

        foreach (var member in members)
        {
            if (!_names.Contains(member))
            {
                throw Error($"`{Shown(member)}` is not a witness or group that an earlier line defines");
            }

            if (!_members.Add(member))
            {
                throw Error($"`{Shown(member)}` is a member more than once; it may count in one way only");
            }
        }

        Define(name);
        _groups.Add(new PolicyGroup(Shown(name), needed, [.. members.Select(Shown)]));
    }

    private void SetQuorum(string name)
    {
        if (_quorum is not null)
        {
            throw Error("a second `quorum` line; a policy has exactly one");
        }

        _quorum = name is TlogPolicy.None || _names.Contains(name)
            ? Shown(name)
            : throw Error($"the quorum `{Shown(name)}` is not a witness or group that an earlier line defines");
    }

    private void Define(string name)
    {
        if (name is TlogPolicy.None)
        {
            throw Error("the name `none` is reserved for a quorum without witnesses");
        }

        if (!_names.Add(name))
        {
            throw Error($"the name `{Shown(name)}` is defined twice");
        }
    }

    private NoteVerifier Key(string vkey)
    {
        try
        {
            return NoteVerifier.Parse(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(vkey)));
        }
        catch (FormatException e)
        {
            throw Error(e.Message);
        }
    }

    private Uri? Location(string? url)
    {
        if (url is null)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(url));
        return Uri.TryCreate(text, UriKind.Absolute, out var location) ? location : throw Error($"`{Shown(url)}` is not a URL such as `https://witness.example`");
    }

    private FormatException Error(string message) => new(string.Create(CultureInfo.InvariantCulture, $"line {_line}: {message}"));

    /// <summary>The octets as UTF-8 where they are; else marked with half a surrogate pair, which no UTF-8 gives: no two names become one.</summary>
    private static string Shown(string latin1)
    {
        var bytes = Encoding.Latin1.GetBytes(latin1);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : "\ud800" + latin1;
    }
}
