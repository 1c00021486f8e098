using System.CommandLine;
using Concordat.Setup;

namespace Concordat.Commands;

/// <summary><c>init</c>: a new installation to start from.</summary>
internal sealed class InitCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _directory = new("DIR") { Description = "The folder to make; it must be new or empty." };
    private readonly Option<string?> _department = new("--department") { Description = "Name of the party that uses the models.", HelpName = "NAME" };
    private readonly Option<string?> _vendor = new("--vendor") { Description = "Name of the party that offers them.", HelpName = "NAME" };

    public InitCommand(CommandServices services)
        : base("init", "Make a new installation: keys, a signed agreement, a use case and a configuration to start from.")
    {
        _services = services;
        Add(_directory);
        Add(_department);
        Add(_vendor);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var directory = arguments.GetValue(_directory)!;
        var department = await NameAsync(arguments.GetValue(_department), "Initial Department", "Name of the department", cancellationToken);
        var vendor = await NameAsync(arguments.GetValue(_vendor), "Initial Vendor", "Name of the vendor", cancellationToken);
        if (department.Equals(vendor, StringComparison.Ordinal))
        {
            throw new CommandException("concordat: the department and the vendor are two parties and need two names");
        }

        InstallationWriter.Write(new InstallationPlan(directory, department, vendor));
        var configuration = Path.Combine(directory, InstallationWriter.ConfigurationFile);
        await _services.Output.WriteLineAsync(
            $"""
            made {directory}
              keys/                 keys of {department}, of {vendor} and of the ledger; the private ones are readable by you alone
              agreement/            the base agreement, to read and to change
              agreement.dsse.json   the same, signed by both parties with the keys above
              safeguards.dsse.json  what inspects texts, signed by both parties
              concordat.yaml        the configuration

            next:
              concordat key create {ConfigurationTemplate.UseCase} --config {configuration}
              concordat serve --config {configuration}
            """);
        return ExitCode.Done;
    }

    private async Task<string> NameAsync(string? given, string standard, string question, CancellationToken cancellationToken)
    {
        var name = given;
        if (name is null && _services.IsInteractive)
        {
            await _services.Error.WriteAsync($"{question} [{standard}]: ");
            name = await _services.Input.ReadLineAsync(cancellationToken);
        }

        name = string.IsNullOrWhiteSpace(name) ? standard : name.Trim();
        return name.Length <= 128 && !name.Any(char.IsControl)
            ? name
            : throw new CommandException("concordat: the name of a party may have at most 128 characters, on one line");
    }
}
