using Concordat.Configuration;
using Concordat.Gateway.Configuration;
using Concordat.Hosting;
using Concordat.Oversight;

namespace Concordat.Commands;

/// <summary>What a configuration file leads to on this machine.</summary>
internal sealed record Installation(string Path, ConcordatConfig Config)
{
    /// <exception cref="CommandException">The configuration is wrong; each error on a line of its own.</exception>
    public static Installation Load(string path, CommandServices services)
    {
        var load = ConfigurationFile.Load(path, services.Environment);
        return load.Config is { } config
            ? new Installation(path, config)
            : throw new CommandException([.. load.Errors.Select(e => e.ToString())]);
    }

    public ValueTask<OversightStores> OpenStoresAsync(CommandServices services, CancellationToken cancellationToken) =>
        SharedDatabase.OpenStoresAsync(Config, services.Environment, services.Time, cancellationToken);
}
