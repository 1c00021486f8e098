using System.CommandLine;
using System.Text;
using Concordat.Agreements;
using Concordat.Agreements.Documents;

namespace Concordat.Commands;

/// <summary><c>agreement terms</c>: reads a published statement and checks who signed it.</summary>
internal sealed class AgreementTermsCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The signed statement." };
    private readonly Option<string[]> _parties = TrustedParties.Option();
    private readonly Option<string?> _of = new("--of")
    {
        Description = "The whole agreement, folder or signed file, for those who have it: the statement must be exactly what it publishes.",
        HelpName = "PATH",
    };

    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementTermsCommand(CommandServices services)
        : base("terms", "Read a published statement of terms: that every party signed it, and what it says.")
    {
        _services = services;
        Add(_file);
        Add(_parties);
        Add(_of);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var asJson = arguments.GetValue(_json);
        AgreementSource? whole = null;
        if (arguments.GetValue(_of) is { } path && (whole = await AgreementPaths.ReadAsync(path, asJson, _services)) is null)
        {
            return ExitCode.CheckFailed;
        }

        var named = arguments.GetValue(_parties) ?? [];
        var parties = named.Length > 0 ? TrustedParties.Of(named) : TrustedParties.Of(Installation.Load(arguments.GetValue(_configuration)!, _services).Config);
        var load = AgreementFolder.LoadTerms(AgreementPaths.Existing(arguments.GetValue(_file)!), parties, whole, out var payload);
        if (!load.IsLoaded)
        {
            await AgreementOutput.WriteAsync(load.Diagnostics, asJson, _services);
            return ExitCode.CheckFailed;
        }

        if (asJson)
        {
            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(payload));
            return ExitCode.Done;
        }

        var statement = load.Statement;
        await _services.Output.WriteLineAsync($"terms: {statement.Id} {statement.Version}, {statement.Title}, from {statement.Effective}");
        await _services.Output.WriteLineAsync($"of agreement: {statement.Agreement}{(whole is null ? "" : ", which publishes exactly this")}");
        await _services.Output.WriteLineAsync($"withheld: {(statement.Withheld.IsEmpty ? "nothing" : string.Join(", ", statement.Withheld))}");
        if (statement.Unproven is { } reason)
        {
            await _services.Output.WriteLineAsync($"unproven: {reason}");
        }

        foreach (var signer in load.Signers)
        {
            await _services.Output.WriteLineAsync($"signed: {signer.Role}, {signer.Name}, key {signer.Key.KeyId[..12]}");
        }

        await _services.Output.WriteLineAsync($"\n{statement.Prose.TrimEnd()}\n\n## Clauses\n");
        foreach (var clause in statement.Clauses)
        {
            await _services.Output.WriteLineAsync(clause.Text.TrimEnd() + "\n");
        }

        return ExitCode.Done;
    }
}
