using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>
/// A request in no vendor's words: a front dialect reads into it, an upstream dialect writes from it. It lives as long as the bytes it
/// was read from. Not thread-safe.
/// </summary>
internal sealed class NeutralRequest
{
    private readonly Dictionary<RequestOption, OptionValue> _options = [];

    /// <summary>The model as the upstream knows it.</summary>
    public string Model { get; set; } = "";

    public bool Stream { get; set; }

    /// <summary>The client wants the counts of tokens in the stream too, where its dialect leaves them out otherwise.</summary>
    public bool CountsInStream { get; set; }

    /// <summary>Instructions that stand before the conversation.</summary>
    public List<string> Instructions { get; } = [];

    public List<NeutralTurn> Turns { get; } = [];

    public List<NeutralTool> Tools { get; } = [];

    public ToolChoice Choice { get; set; }

    /// <summary>The tool that must be called.</summary>
    public string ChosenTool { get; set; } = "";

    /// <summary>Where the choice stands in the client's request.</summary>
    public string ChoicePath { get; set; } = "$.tool_choice";

    /// <summary>Adds what one side says; a side that has just spoken goes on with its turn.</summary>
    public void Say(bool model, NeutralPart part)
    {
        if (Turns.Count == 0 || Turns[^1].IsModel != model)
        {
            Turns.Add(new NeutralTurn(model, []));
        }

        Turns[^1].Parts.Add(part);
    }

    public void Set(RequestOption option, JsonElement value, string path)
    {
        if (!_options.TryAdd(option, new OptionValue(value, path)))
        {
            throw new RequestFaultException(path, $"`{path}` says again what `{_options[option].Path}` says; keep one of them");
        }
    }

    /// <summary>Without tools there is nothing to choose from: a choice that asks for nothing is none, any other is a mistake.</summary>
    public void SettleChoice()
    {
        if (Tools.Count > 0)
        {
            return;
        }

        if (Choice is ToolChoice.Any or ToolChoice.Named)
        {
            throw new RequestFaultException(ChoicePath, $"`{ChoicePath}` wants a tool, and none is offered; add `tools`");
        }

        Choice = ToolChoice.Unsaid;
        _options.Remove(RequestOption.OneCall);
    }

    /// <summary>Takes a setting out, for a dialect that has a place for it.</summary>
    public bool TryTake(RequestOption option, out OptionValue value) => _options.Remove(option, out value);

    /// <summary>Whatever no place was found for is refused by its name.</summary>
    public void RefuseRest()
    {
        foreach (var (_, left) in _options)
        {
            throw new RequestFaultException(left.Path);
        }
    }

    /// <summary>The name of the tool that a result answers.</summary>
    public string ToolOf(NeutralPart result)
    {
        foreach (var turn in Turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part.Kind == PartKind.Call && part.Id == result.Id)
                {
                    return part.Name;
                }
            }
        }

        throw new RequestFaultException(result.Path, $"`{result.Path}` is the result of a call that the conversation does not have; send the call too");
    }
}
