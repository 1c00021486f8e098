using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>cedar translate schema-to-cedar</c>.</summary>
internal sealed class CedarSchemaToCedarCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "File of a schema in JSON." };

    public CedarSchemaToCedarCommand(CommandServices services)
        : base("schema-to-cedar", "Write a schema in JSON as Cedar source.")
    {
        _services = services;
        Add(_file);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(_file)!;
        var schema = CedarFile.Required(await CedarFile.ReadSchemaAsync(file, isJson: true, cancellationToken));
        await _services.Output.WriteAsync(schema.TryToCedar(out var text, out var problem) ? text : throw new CommandException($"{file}: {problem}"));
        return ExitCode.Done;
    }
}
