using System.Text.Json;
using Concordat.Safeguards.Model;

namespace Concordat.Commands;

/// <summary>One prompt with what a reader says about it.</summary>
/// <param name="RedLine">Null for a prompt that has nothing to do with any red line.</param>
internal sealed record LabelledPrompt(string Id, RedLine? RedLine, string Label, string Style, string Text)
{
    /// <exception cref="FormatException">A member is missing or has a value that is not foreseen.</exception>
    public static LabelledPrompt Read(JsonElement line)
    {
        var id = LabelledFields.Text(line, "id");
        RedLine? redLine = LabelledFields.OneOf(line, "red_line", "surveillance", "force", "decisions", "none") switch
        {
            "surveillance" => Safeguards.Model.RedLine.Surveillance,
            "force" => Safeguards.Model.RedLine.Force,
            "decisions" => Safeguards.Model.RedLine.Decisions,
            _ => null,
        };
        var label = LabelledFields.OneOf(line, "label", "violation", "permitted", "grey");
        return redLine is null && label != "permitted"
            ? throw new FormatException($"`label` is `{label}` with the red line `none`; such a line can only be permitted")
            : new LabelledPrompt(id, redLine, label, LabelledFields.OptionalText(line, "style") ?? "unnamed", LabelledFields.Text(line, "text"));
    }
}
