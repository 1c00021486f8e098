using System.CommandLine;
using Concordat.Gateway.Configuration;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>content rewrap</c>: after a change of <c>content.key</c>, wraps the data keys with the new one.</summary>
internal sealed class ContentRewrapCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string?> _variable = new("--old-key-env") { Description = "Environment variable that holds the old key.", HelpName = "NAME" };
    private readonly Option<string?> _file = new("--old-key-file") { Description = "File that holds the old key.", HelpName = "FILE" };
    private readonly CauseOptions _cause = new();

    public ContentRewrapCommand(CommandServices services)
        : base("rewrap", "Wrap the data keys of kept bodies with the key that is configured now. May be repeated after an interruption.")
    {
        _services = services;
        Add(_variable);
        Add(_file);
        _cause.AddTo(this);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var place = new SecretConfig { Env = arguments.GetValue(_variable), File = arguments.GetValue(_file) };
        if (place.Env is null == place.File is null)
        {
            throw new CommandException("concordat: give one of `--old-key-env NAME` and `--old-key-file FILE`");
        }

        var old = ContentKeyFile.Text(place, _services.Environment) ?? throw new CommandException("concordat: the old key is not where the command line says");
        return _cause.RunAsync(arguments, new RetentionAct { Name = RetentionAct.Rewrap, OldKey = old.Trim() }, _services, cancellationToken);
    }
}
