using System.CommandLine;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Retention;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>ledger revoke-signer</c>: lets nothing that a party's or an approver's key signs count any more.</summary>
internal sealed class LedgerRevokeSignerCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _key = new("FILE") { Description = "The public key (PEM) that was stolen or lost." };
    private readonly CauseOptions _cause = new();

    public LedgerRevokeSignerCommand(CommandServices services)
        : base("revoke-signer", "Revoke the key of a party or an approver: from now on nothing that it signs counts. The gateway may serve meanwhile.")
    {
        _services = services;
        Add(_key);
        _cause.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var key = VerifyingKey.Load(arguments.GetValue(_key)!);
        var config = Installation.Load(_cause.ConfigurationPath(arguments), _services).Config;
        if (Owners(config, key) is not { Count: > 0 } owners)
        {
            throw new CommandException($"concordat: {key.KeyId[..12]} is the key of no party and no approver of the configuration (revoke it before it is removed there)");
        }

        // What was put in force while the key counted stays so; the parties sign it anew in their own time.
        var agreement = AgreementFolder.Load(config.Agreement, TrustedParties.Of(config), _services.Time.GetUtcNow()).Agreement;
        var act = new RetentionAct
        {
            Name = RetentionAct.RevokeSigner,
            Signer = key.KeyId,
            Agreements = agreement?.Signers.Any(signer => signer.Has(key)) == true ? [agreement.Hash] : [],
        };
        await _services.Error.WriteLineAsync($"concordat: {key.KeyId[..12]} is the key of {string.Join(" and ", owners)}; remove it from the configuration too");
        return await _cause.RunAsync(arguments, act, _services, cancellationToken);
    }

    private static List<string> Owners(ConcordatConfig config, VerifyingKey key) =>
    [
        .. config.Parties.Where(party => party.AlsoKeys.Prepend(party.Key).Any(file => VerifyingKey.Load(file).Equals(key))).Select(static party => $"`{party.Name}` ({party.Role})"),
        .. config.Approvers.Where(approver => approver.Key is { } own && VerifyingKey.Load(own).Equals(key)).Select(static approver => $"`{approver.Id}` ({approver.Role} of {approver.Party})"),
    ];
}
