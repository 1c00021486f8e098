using System.CommandLine;

namespace Concordat.Commands;

/// <summary>The options that several commands share, so that they read the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string> Configuration() => new("--config", "-c")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "concordat.yaml",
    };

    public static Option<bool> Json() => new("--json") { Description = "Report as JSON, for programs." };
}
