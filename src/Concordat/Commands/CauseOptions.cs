using System.CommandLine;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary>Who asks for an act of retention and why, as the ledger records it; the options that such commands share.</summary>
internal sealed class CauseOptions
{
    private readonly Option<string> _because = new("--because") { Description = "Why, in words; the ledger records it.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _by = new("--by") { Description = "Who asks for it; the user of this machine when left out.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
    private readonly Option<string?> _rule = new("--rule") { Description = "The retention rule that it follows, such as the section of a records schedule.", HelpName = "TEXT" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public void AddTo(Command command)
    {
        command.Add(_because);
        command.Add(_by);
        command.Add(_rule);
        command.Add(_configuration);
        command.Add(_json);
    }

    public string ConfigurationPath(ParseResult arguments) => arguments.GetValue(_configuration)!;

    public Task<RetentionAnswer> AskAsync(ParseResult arguments, RetentionAct act, CommandServices services, CancellationToken cancellationToken) => RetentionClient.RunAsync(
        arguments.GetValue(_configuration)!,
        act with { Because = arguments.GetValue(_because)!, By = arguments.GetValue(_by)!, Rule = arguments.GetValue(_rule) },
        services,
        cancellationToken);

    public async Task<int> RunAsync(ParseResult arguments, RetentionAct act, CommandServices services, CancellationToken cancellationToken) =>
        await RetentionClient.TellAsync(await AskAsync(arguments, act, services, cancellationToken), arguments.GetValue(_json), services);
}
