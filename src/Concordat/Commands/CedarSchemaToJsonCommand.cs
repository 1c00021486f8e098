using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>cedar translate schema-to-json</c>.</summary>
internal sealed class CedarSchemaToJsonCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "File of a Cedar schema." };

    public CedarSchemaToJsonCommand(CommandServices services)
        : base("schema-to-json", "Write a schema in JSON.")
    {
        _services = services;
        Add(_file);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var schema = CedarFile.Required(await CedarFile.ReadSchemaAsync(arguments.GetValue(_file)!, isJson: false, cancellationToken));
        await _services.Output.WriteLineAsync(schema.ToJson(indented: true));
        return ExitCode.Done;
    }
}
