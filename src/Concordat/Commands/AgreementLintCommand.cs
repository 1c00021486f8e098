using System.CommandLine;
using Concordat.Agreements;

namespace Concordat.Commands;

/// <summary><c>agreement lint</c>: checks an agreement's source before anybody signs it.</summary>
internal sealed class AgreementLintCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder of the agreement's source." };
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementLintCommand(CommandServices services)
        : base("lint", "Check an agreement's source: prose and clauses that match, facts that exist, terms that are defined, authorities in force.")
    {
        _services = services;
        Add(_folder);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var folder = arguments.GetValue(_folder)!;
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"concordat: there is no folder `{folder}`");
        }

        var read = AgreementFolder.Lint(folder, _services.Time.GetUtcNow());
        var valid = read.IsRead && !read.Diagnostics.Any(d => d.IsError);
        var asJson = arguments.GetValue(_json);
        await AgreementOutput.WriteAsync(read.Diagnostics, asJson, _services);
        if (valid && !asJson)
        {
            await _services.Output.WriteLineAsync($"{folder}: no errors");
        }

        return valid ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
