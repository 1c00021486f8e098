using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Concordat.Agreements.Authorities;
using Concordat.Agreements.Showing;

namespace Concordat.Commands;

/// <summary><c>agreement authorities</c>: which clauses rest on which law, and what a change of the law touches.</summary>
internal sealed class AgreementAuthoritiesCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _agreement = new("PATH") { Description = "The agreement: a folder, or a signed file." };
    private readonly Option<string?> _with = new("--with")
    {
        Description = "A list of authorities of a later day, in the form of authorities.json: which clauses stay with the old edition, and which follow.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _texts = new("--texts")
    {
        Description = "A folder of their texts, named by identifier or `id@edition`: each is held against the hash that the agreement states.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementAuthoritiesCommand(CommandServices services)
        : base("authorities", "List the authorities that clauses rest on, and say what a change of one of them touches.")
    {
        _services = services;
        Add(_agreement);
        Add(_with);
        Add(_texts);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var asJson = arguments.GetValue(_json);
        if (await AgreementPaths.ReadAsync(arguments.GetValue(_agreement)!, asJson, _services) is not { } source)
        {
            return ExitCode.CheckFailed;
        }

        var uses = AuthorityRegister.Uses(source, out var found);
        ImmutableArray<AuthorityChange>? changes = null;
        if (found.IsEmpty && arguments.GetValue(_with) is { } file)
        {
            var later = AuthorityRegister.Read(AgreementPaths.Existing(file), out found);
            changes = AuthorityRegister.Changes(uses, later);
        }

        if (found.Any(static each => each.IsError))
        {
            await AgreementOutput.WriteAsync(found, asJson, _services);
            return ExitCode.CheckFailed;
        }

        var texts = Texts(arguments, uses);
        await _services.Output.WriteAsync(asJson ? Encoding.UTF8.GetString(AuthorityTables.Json(uses, changes, texts)) + "\n" : AuthorityTables.Render(uses, changes, texts));
        return texts is { } held && held.Any(static each => each.IsOther) ? ExitCode.CheckFailed : ExitCode.Done;
    }

    private ImmutableArray<AuthorityText>? Texts(ParseResult arguments, ImmutableArray<AuthorityUse> uses)
    {
        if (arguments.GetValue(_texts) is not { } folder)
        {
            return null;
        }

        try
        {
            return AuthorityRegister.Texts([.. uses.Select(static use => use.Authority)], folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"concordat: the texts cannot be read: {e.Message}");
        }
    }
}
