namespace Concordat.Commands;

/// <summary>Folders and signed files of agreements as the command line names them.</summary>
internal static class AgreementPaths
{
    /// <exception cref="CommandException">There is nothing at that path.</exception>
    public static string Existing(string path) => Directory.Exists(path) || File.Exists(path)
        ? path
        : throw new CommandException($"concordat: there is no folder or file `{path}`");
}
