using Concordat.Agreements;
using Concordat.Agreements.Documents;

namespace Concordat.Commands;

/// <summary>Folders and signed files of agreements as the command line names them.</summary>
internal static class AgreementPaths
{
    /// <exception cref="CommandException">There is nothing at that path.</exception>
    public static string Existing(string path) => Directory.Exists(path) || File.Exists(path)
        ? path
        : throw new CommandException($"concordat: there is no folder or file `{path}`");

    /// <summary>The texts of a folder or signed file, whose signatures are not checked; none when they cannot be read, which is then told.</summary>
    /// <exception cref="CommandException">There is nothing at that path.</exception>
    public static async Task<AgreementSource?> ReadAsync(string path, bool asJson, CommandServices services)
    {
        var read = AgreementFolder.Read(Existing(path));
        if (!read.IsRead)
        {
            await AgreementOutput.WriteAsync(read.Diagnostics, asJson, services);
        }

        return read.Source;
    }
}
