using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>cedar translate policy-to-json</c>.</summary>
internal sealed class CedarPolicyToJsonCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "File of Cedar policies and templates." };
    private readonly Option<bool> _single = new("--single") { Description = "The file holds one policy: write it alone, without the policy set around it." };

    public CedarPolicyToJsonCommand(CommandServices services)
        : base("policy-to-json", "Write policies as a policy set in JSON, with their ids.")
    {
        _services = services;
        Add(_file);
        Add(_single);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(_file)!;
        var policies = CedarFile.Required(await CedarFile.ReadPoliciesAsync(file, isJson: false, cancellationToken));
        var json = policies.ToJson(indented: true);
        if (arguments.GetValue(_single))
        {
            json = policies.Policies.AddRange(policies.Templates) is [var only]
                ? only.ToJson(indented: true)
                : throw new CommandException($"{file}: holds {policies.Policies.Length + policies.Templates.Length} policies; `--single` is for one");
        }

        await _services.Output.WriteLineAsync(json);
        return ExitCode.Done;
    }
}
