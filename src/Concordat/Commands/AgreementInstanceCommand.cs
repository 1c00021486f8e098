using System.Collections.Immutable;
using System.CommandLine;
using Concordat.Agreements;
using Concordat.Agreements.Linting;

namespace Concordat.Commands;

/// <summary><c>agreement instance</c>: one vendor's instance of a template.</summary>
internal sealed class AgreementInstanceCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _template = new("TEMPLATE") { Description = "The agreement that every vendor gets: a folder, or a signed file." };
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder of the instance; it is created." };
    private readonly Option<string> _id = new("--id") { Description = "Identifier of the instance, such as `base-aurora`.", HelpName = "ID", Required = true };
    private readonly Option<string[]> _names = new("--name")
    {
        Description = "Who fills a role: its legal name. Given again for the same role: what its texts and products are called.",
        HelpName = "ROLE=NAME",
        Required = true,
    };

    public AgreementInstanceCommand(CommandServices services)
        : base("instance", "Make one vendor's instance of an agreement: the same terms, with the names of those who fill the roles.")
    {
        _services = services;
        Add(_template);
        Add(_folder);
        Add(_id);
        Add(_names);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (await AgreementPaths.ReadAsync(arguments.GetValue(_template)!, asJson: false, _services) is not { } template)
        {
            return ExitCode.CheckFailed;
        }

        var names = (arguments.GetValue(_names) ?? []).Select(Read)
            .GroupBy(static each => each.Role, static each => each.Name, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(static group => group.Key, static group => group.ToImmutableArray(), StringComparer.Ordinal);
        var instance = template with { Metadata = template.Metadata with { Id = arguments.GetValue(_id)!, Names = names }, Unproven = null };
        var found = AgreementLint.Check(instance).Where(static each => each.IsError).ToList();
        if (found.Count > 0)
        {
            await AgreementOutput.WriteAsync(found, asJson: false, _services);
            return ExitCode.CheckFailed;
        }

        var folder = arguments.GetValue(_folder)!;
        try
        {
            AgreementFolder.Write(instance, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"concordat: the instance cannot be written: {e.Message}");
        }

        await _services.Output.WriteLineAsync($"{folder}: {instance.Metadata.Id} {instance.Metadata.Version}, {string.Join("; ", names.Select(static each => $"{each.Key} {each.Value[0]}"))}");
        return ExitCode.Done;
    }

    private static (string Role, string Name) Read(string named) => named.Split('=', 2) is [{ Length: > 0 } role, { Length: > 0 } name]
        ? (role, name)
        : throw new CommandException($"concordat: `--name {named}` must be a role and a name, such as `--name vendor=\"Aurora AI\"`");
}
