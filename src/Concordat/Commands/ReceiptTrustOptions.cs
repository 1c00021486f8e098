using System.CommandLine;
using Concordat.Ledger;
using Concordat.Ledger.Witnessing;

namespace Concordat.Commands;

/// <summary>Whom a command that checks receipts trusts: a log's key and witnesses, or a policy that names both.</summary>
internal sealed class ReceiptTrustOptions
{
    private readonly Option<string?> _key = new("--key") { Description = "Verifier key of the log, known from elsewhere: the one in force or any earlier one.", HelpName = "VKEY" };
    private readonly Option<string[]> _witnesses = new("--witness") { Description = "Verifier key of a witness, or of a further key of the log, that must have signed too. May be given again.", HelpName = "VKEY" };
    private readonly Option<string?> _policy = new("--policy") { Description = "Instead of both: the logs, the witnesses and the quorum to trust (C2SP tlog-policy).", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(_key);
        command.Add(_witnesses);
        command.Add(_policy);
    }

    /// <exception cref="CommandException">Neither or both were given.</exception>
    /// <exception cref="FormatException">A key or the policy is malformed.</exception>
    public Func<string, byte[], TlogProofResult> Read(ParseResult arguments)
    {
        var witnesses = arguments.GetValue(_witnesses) ?? [];
        switch (arguments.GetValue(_key), arguments.GetValue(_policy))
        {
            case ({ } key, null):
                return (proof, entry) => TlogProof.Verify(proof, entry, key, witnesses);
            case (null, { } file) when witnesses.Length == 0:
                var policy = TlogPolicy.Load(file);
                return policy.Logs.Length > 0
                    ? (proof, entry) => TlogProof.Verify(proof, entry, policy)
                    : throw new CommandException($"concordat: `{file}` names no log (a line `log VKEY`)");
            default:
                throw new CommandException("concordat: say whom to trust: `--key VKEY`, with `--witness VKEY` for each witness, or `--policy FILE`");
        }
    }
}
