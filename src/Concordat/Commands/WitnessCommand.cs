using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>witness</c>: cosigns a log, so that it cannot show two sides two pasts.</summary>
internal sealed class WitnessCommand : Command
{
    public WitnessCommand(CommandServices services)
        : base("witness", "Cosign a ledger, so that it cannot be rewritten: over HTTP, or by files across an air gap.")
    {
        Add(new WitnessInitCommand(services));
        Add(new WitnessServeCommand(services));
        Add(new WitnessExportCommand(services));
        Add(new WitnessSignCommand(services));
        Add(new WitnessImportCommand(services));
    }

    /// <summary>The folder of the witness, as its own commands take it.</summary>
    public static Argument<string> Folder() => new("DIR") { Description = "Folder of the witness: its key, and its memory of what it signed." };

    /// <summary>The logs that a witness knows.</summary>
    public static Option<string[]> Logs() => new("--log")
    {
        Description = "Verifier key of a log to witness, known from elsewhere. May be given again.",
        HelpName = "VKEY",
        Required = true,
    };
}
