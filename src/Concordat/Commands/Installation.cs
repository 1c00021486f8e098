using Concordat.Configuration;
using Concordat.Gateway.Configuration;
using Concordat.Oversight;

namespace Concordat.Commands;

/// <summary>What a configuration file leads to on this machine.</summary>
internal sealed record Installation(string Path, ConcordatConfig Config)
{
    public string DatabasePath => System.IO.Path.Combine(Config.Data, "concordat.db");

    public string LedgerDirectory => System.IO.Path.Combine(Config.Data, "ledger");

    /// <exception cref="CommandException">The configuration is wrong; each error on a line of its own.</exception>
    public static Installation Load(string path, CommandServices services)
    {
        var load = ConfigurationFile.Load(path, services.Environment);
        return load.Config is { } config
            ? new Installation(path, config)
            : throw new CommandException([.. load.Errors.Select(e => e.ToString())]);
    }

    public OversightStores OpenStores(TimeProvider time) => OversightStores.OpenSqlite(DatabasePath, time);
}
