using System.CommandLine;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>Whose signatures count: the parties of the configuration, or those named on the command line.</summary>
internal static class TrustedParties
{
    public static Option<string[]> Option() => new("--party")
    {
        Description = "A party to trust: its role and public key file, or files, all of which must have signed. May be given again. Without it the configuration says.",
        HelpName = "ROLE=FILE[,FILE]",
    };

    public static IReadOnlyList<TrustedParty> Of(ConcordatConfig config) =>
        [.. config.Parties.Select(p => new TrustedParty(p.Name, p.Role, VerifyingKey.Load(p.Key)) { AlsoKeys = [.. p.AlsoKeys.Select(VerifyingKey.Load)] })];

    /// <exception cref="CommandException">One of them is not of the form <c>ROLE=FILE</c>.</exception>
    public static IReadOnlyList<TrustedParty> Of(IEnumerable<string> named) => [.. named.Select(Read)];

    private static TrustedParty Read(string named)
    {
        var parts = named.Split('=', 2);
        return parts is [{ Length: > 0 } role, { Length: > 0 } files] && files.Split(',', StringSplitOptions.RemoveEmptyEntries) is [var file, .. var also]
            ? new TrustedParty(role, role, VerifyingKey.Load(file)) { AlsoKeys = [.. also.Select(VerifyingKey.Load)] }
            : throw new CommandException($"concordat: `--party {named}` must be a role and a file, such as `--party vendor=keys/vendor.pub.pem`");
    }
}
