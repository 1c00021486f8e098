using System.CommandLine;
using System.Text;
using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Showing;

namespace Concordat.Commands;

/// <summary><c>agreement show</c>: prose and clauses, side by side, for people.</summary>
internal sealed class AgreementShowCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string?> _only = new("CLAUSE")
    {
        Description = "An article (`2`) or a clause (`2.1`); everything when left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "A folder of source, or a signed file whose signatures are then not checked; the configuration's agreement when left out.",
        HelpName = "PATH",
    };

    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementShowCommand(CommandServices services)
        : base("show", "Show the agreement: each provision's prose with its executable clause beneath it.")
    {
        _services = services;
        Add(_only);
        Add(_from);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var asJson = arguments.GetValue(_json);
        AgreementSource? source;
        IReadOnlyList<TrustedParty>? signers = null;
        if (arguments.GetValue(_from) is { } path)
        {
            var read = Directory.Exists(path) ? AgreementFolder.Lint(path) : AgreementFolder.Open(path);
            source = read.Source;
            if (source is null || read.Diagnostics.Any(d => d.IsError))
            {
                await AgreementOutput.WriteAsync(read.Diagnostics, asJson, _services);
                return ExitCode.CheckFailed;
            }
        }
        else
        {
            var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
            var load = AgreementFolder.Load(config.Agreement, TrustedParties.Of(config), _services.Time.GetUtcNow());
            if (!load.IsLoaded)
            {
                await AgreementOutput.WriteAsync(load.Diagnostics, asJson, _services);
                return ExitCode.CheckFailed;
            }

            (source, signers) = (load.Agreement.Source, load.Agreement.Signers);
        }

        if (asJson)
        {
            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(AgreementReport.Write(source, signers)));
            return ExitCode.Done;
        }

        var only = arguments.GetValue(_only);
        var text = AgreementText.Render(source, only, signers);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new CommandException($"concordat: the agreement has no article or clause `{only}`");
        }

        await _services.Output.WriteLineAsync(text.TrimEnd());
        return ExitCode.Done;
    }
}
