using System.CommandLine;
using Concordat.Cedar;

namespace Concordat.Commands;

/// <summary><c>cedar translate policy-to-cedar</c>.</summary>
internal sealed class CedarPolicyToCedarCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "File of a policy set, or of one policy or template, in JSON." };

    public CedarPolicyToCedarCommand(CommandServices services)
        : base("policy-to-cedar", "Write policies in JSON as Cedar source; an id that would be lost becomes an annotation @id.")
    {
        _services = services;
        Add(_file);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(_file)!;
        var policies = CedarFile.Required(await CedarFile.ReadPoliciesAsync(file, isJson: true, cancellationToken));
        if (!policies.TryToCedar(out var text, out var problem))
        {
            throw new CommandException($"{file}: {problem}");
        }

        try
        {
            await _services.Output.WriteAsync(CedarFormatter.Format(text));
            return ExitCode.Done;
        }
        catch (CedarParseException fault)
        {
            // JSON nests without parentheses; what is too deep or too long as source is told here, not when somebody reads it.
            throw new CommandException($"{file}: the Cedar form could not be read again: {fault.Diagnostics[0].Message}");
        }
    }
}
