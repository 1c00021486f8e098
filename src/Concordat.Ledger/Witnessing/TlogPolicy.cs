using System.Collections.Immutable;
using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>Which logs and witnesses are known, and which witnesses must have cosigned a checkpoint before it counts (C2SP tlog-policy).</summary>
/// <remarks>Immutable, safe for concurrent use.</remarks>
public sealed class TlogPolicy
{
    /// <summary>The quorum that asks for no cosignature.</summary>
    public const string None = "none";

    internal TlogPolicy(ImmutableArray<PolicyLog> logs, ImmutableArray<PolicyWitness> witnesses, ImmutableArray<PolicyGroup> groups, string quorum)
    {
        (Logs, Witnesses, Groups, Quorum) = (logs, witnesses, groups, quorum);
    }

    public ImmutableArray<PolicyLog> Logs { get; }

    public ImmutableArray<PolicyWitness> Witnesses { get; }

    /// <summary>Groups in the order of the file: each names only what stands before it.</summary>
    public ImmutableArray<PolicyGroup> Groups { get; }

    /// <summary>Name of the witness or group that must have witnessed; <c>none</c> where nothing must.</summary>
    public string Quorum { get; }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="FormatException">Not a policy; the message names the line.</exception>
    public static TlogPolicy Parse(ReadOnlySpan<byte> policy) => new TlogPolicyReader().Read(policy);

    /// <summary>Reads a policy from a file.</summary>
    /// <exception cref="FormatException">Not a policy; the message names the file and the line.</exception>
    public static TlogPolicy Load(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > TlogPolicyReader.MaxBytes } file)
        {
            throw new FormatException($"{path}: a policy has at most {TlogPolicyReader.MaxBytes} bytes, this file has {file.Length}");
        }

        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Whether the quorum is met when these witnesses, by their names in this policy, have cosigned.</summary>
    public bool IsSatisfiedBy(IReadOnlySet<string> cosigned)
    {
        ArgumentNullException.ThrowIfNull(cosigned);
        if (string.Equals(Quorum, None, StringComparison.Ordinal))
        {
            return true;
        }

        // Only names of this policy count: a group cannot be claimed from outside.
        var witnessed = Witnesses.Select(static w => w.Name).Where(cosigned.Contains).ToHashSet(StringComparer.Ordinal);
        foreach (var group in Groups)
        {
            if (group.Members.Count(witnessed.Contains) >= group.Threshold)
            {
                witnessed.Add(group.Name);
            }
        }

        return witnessed.Contains(Quorum);
    }

    /// <summary>Which witnesses have cosigned a signed checkpoint, and whether that is enough. The log's own signature is not looked at.</summary>
    /// <exception cref="FormatException">Not a signed note.</exception>
    public PolicyResult Check(ReadOnlySpan<byte> note) => Check(SignedNote.Parse(note));

    internal PolicyResult Check(SignedNote note)
    {
        // A witness that this machine cannot check has not cosigned as far as anyone here can tell.
        var cosigned = Witnesses.Where(w => w.Key.IsSupported && note.CosignedAt(w.Key) is not null).Select(static w => w.Name).ToHashSet(StringComparer.Ordinal);
        return new PolicyResult(
            IsSatisfiedBy(cosigned),
            [.. Witnesses.Select(static w => w.Name).Where(cosigned.Contains)],
            [.. Witnesses.Select(static w => w.Name).Where(name => !cosigned.Contains(name))]);
    }
}
