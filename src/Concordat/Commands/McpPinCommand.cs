using System.CommandLine;
using Concordat.Configuration;
using Concordat.Gateway.Mcp;

namespace Concordat.Commands;

/// <summary><c>mcp pin</c>: accepts a tool's definition as it is now, by writing its hash into the configuration.</summary>
internal sealed class McpPinCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _tool = new("TOOL") { Description = "The tool as `mcp list` names it, such as `depot__order_part`." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<string?> _effect = new("--effect") { Description = "What the tool does to the world; needed for a tool that is not registered yet.", HelpName = "EFFECT" };
    private readonly Option<string?> _hash = new("--hash") { Description = "Accept only this definition, by its SHA-256; otherwise it is shown, and accepted only with --yes.", HelpName = "SHA256" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Accept the definition that is shown." };

    public McpPinCommand(CommandServices services)
        : base("pin", "Show a tool's definition and accept it; a running gateway takes it up and records it.")
    {
        _services = services;
        _effect.AcceptOnlyFromAmong([.. ConfigurationVocabulary.ToolEffects]);
        Add(_tool);
        Add(_configuration);
        Add(_effect);
        Add(_hash);
        Add(_yes);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (path, tool) = (arguments.GetValue(_configuration)!, arguments.GetValue(_tool)!);
        var config = Installation.Load(path, _services).Config;
        var server = config.Mcp?.Servers.FirstOrDefault(each => tool.StartsWith(each.Name + "__", StringComparison.Ordinal))
            ?? throw new CommandException($"`{tool}` is no tool of a server under `mcp`; `concordat mcp list` shows them");
        var (offers, fault) = await McpOffers.ReadAsync(server, config.Limits.AnswerBytes, _services.Time, cancellationToken);
        var offer = fault is null
            ? offers.FirstOrDefault(each => each.Tool.Equals(tool, StringComparison.Ordinal))
                ?? throw new CommandException($"the tool server `{server.Name}` does not offer `{tool}` now; `concordat mcp list` shows what it offers")
            : throw new CommandException(fault) { Code = ExitCode.CheckFailed };
        await _services.Output.WriteLineAsync(offer.Definition);
        await _services.Output.WriteLineAsync($"sha256: {offer.Hash}");
        if (arguments.GetValue(_hash) is { } wanted ? !wanted.Equals(offer.Hash, StringComparison.Ordinal) : !arguments.GetValue(_yes))
        {
            throw new CommandException(arguments.GetValue(_hash) is null
                ? "nothing was accepted; read the definition above, then run this again with --yes"
                : "nothing was accepted: the definition above is another one than --hash names")
            { Code = ExitCode.CheckFailed };
        }

        var known = config.Tools.FirstOrDefault(each => each.Name.Equals(tool, StringComparison.Ordinal));
        var effect = known?.Effect ?? arguments.GetValue(_effect) ?? throw new CommandException($"`{tool}` is not registered under `tools` yet; say what it does with --effect");
        if (arguments.GetValue(_effect) is { } said && !said.Equals(effect, StringComparison.Ordinal))
        {
            throw new CommandException($"`{tool}` is registered with the effect `{effect}`; change that in the configuration itself");
        }

        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var changed = ToolDefinitionEdit.Apply(text, path, tool, effect, offer.Hash)
            ?? throw new CommandException($"{path} is laid out so that it is not changed here; write this under `tools` yourself: {ToolDefinitionEdit.Line(tool, effect, offer.Hash)}");
        await ReplaceAsync(path, changed, cancellationToken);
        await _services.Output.WriteLineAsync($"accepted in {path}; a running gateway takes it up within seconds");
        return ExitCode.Done;
    }

    /// <summary>Whole or not at all, with the rights that the file had.</summary>
    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        var draft = target + ".new";
        await File.WriteAllTextAsync(draft, text, cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
        }

        File.Move(draft, target, overwrite: true);
    }
}
