using System.CommandLine;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Packs;
using Concordat.Safeguards;

namespace Concordat.Commands;

/// <summary><c>safeguards verify</c>: checks that every party has signed the safeguard pack of this program, as the gateway does before it serves.</summary>
internal sealed class SafeguardsVerifyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public SafeguardsVerifyCommand(CommandServices services)
        : base("verify", "Verify that every party has signed the safeguard pack of this program.")
    {
        _services = services;
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        var parties = TrustedParties.Of(config);
        var load = AgreementFolder.Load(config.Agreement, parties, _services.Time.GetUtcNow());
        if (!load.IsLoaded)
        {
            await AgreementOutput.WriteAsync(load.Diagnostics, arguments.GetValue(_json), _services);
            return ExitCode.CheckFailed;
        }

        var pack = SafeguardPack.Default;
        var errors = SignedPack.Check(config.Safeguards, pack, parties, load.Agreement.Signers.Select(party => party.Role));
        if (arguments.GetValue(_json))
        {
            var report = new PackReport(config.Safeguards, SafeguardPack.Version, pack.Hash, null, errors);
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.PackReport));
        }
        else
        {
            await _services.Output.WriteLineAsync(errors.Count == 0
                ? $"pack: {pack.Hash}, {SafeguardPack.Version}, signed by {string.Join(" and ", load.Agreement.Signers.Select(party => $"`{party.Role}`"))}{JudgeLine(config.Judge, load.Agreement.Terms.JudgeClearsBelow)}"
                : string.Join('\n', errors));
        }

        return errors.Count == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static string JudgeLine(JudgeConfig? judge, int? border) => judge is null
        ? ""
        : $"\njudge: `{judge.Deployment}` with {judge.Prompt ?? judge.PromptFile}, asked up to {judge.Near} points from the borders of possible; may raise{(!judge.MayClear ? " only" : border is { } below ? $", and clear below {below}" : "; may not clear, as the agreement states no `judgeClearsBelow`: the gateway will not take this configuration")}";
}
