using System.CommandLine;
using System.Text;
using Concordat.Agreements;
using Concordat.Agreements.Showing;

namespace Concordat.Commands;

/// <summary><c>agreement verify</c>: checks the signatures of both parties, as the gateway does before it serves.</summary>
internal sealed class AgreementVerifyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "The signed file; the one of the configuration when left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _parties = TrustedParties.Option();
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementVerifyCommand(CommandServices services)
        : base("verify", "Verify that every party has signed the agreement, that it is whole, and that it is in force now.")
    {
        _services = services;
        Add(_file);
        Add(_parties);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(_file);
        var named = arguments.GetValue(_parties) ?? [];
        IReadOnlyList<TrustedParty> parties;
        if (file is null || named.Length == 0)
        {
            var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
            file ??= installation.Config.Agreement;
            parties = named.Length == 0 ? TrustedParties.Of(installation.Config) : TrustedParties.Of(named);
        }
        else
        {
            parties = TrustedParties.Of(named);
        }

        if (!File.Exists(file))
        {
            throw new CommandException($"concordat: there is no file `{file}`");
        }

        var load = AgreementFolder.Load(file, parties, _services.Time.GetUtcNow());
        var asJson = arguments.GetValue(_json);
        if (!load.IsLoaded)
        {
            await AgreementOutput.WriteAsync(load.Diagnostics, asJson, _services);
            return ExitCode.CheckFailed;
        }

        var agreement = load.Agreement;
        if (asJson)
        {
            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(AgreementReport.Write(agreement.Source, agreement.Signers)));
            return ExitCode.Done;
        }

        await AgreementOutput.WriteAsync(load.Diagnostics, asJson, _services);
        await _services.Output.WriteLineAsync($"agreement: {agreement.Id} {agreement.Version}, {agreement.Title}");
        await _services.Output.WriteLineAsync($"hash: {agreement.Hash}");
        if (agreement.Unproven is { } reason)
        {
            await _services.Output.WriteLineAsync($"unproven: {reason}");
        }

        foreach (var signer in agreement.Signers)
        {
            await _services.Output.WriteLineAsync($"signed: {signer.Role}, {signer.Name}, key {signer.Key.KeyId[..12]}");
        }

        return ExitCode.Done;
    }
}
