using System.Net;
using Concordat.Console;
using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Console.SignIn;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Sessions;

namespace Concordat.Hosting;

/// <summary>Makes the console's options from the configuration and the parts of a serving process.</summary>
internal static class ConsoleSetup
{
    /// <exception cref="IOException">The token's file, or that of a secret, cannot be used.</exception>
    public static ConsoleOptions Of(ConcordatConfig config, GatewayParts parts, ConsoleData data, ConsoleToken? token, TimeProvider time)
    {
        var console = config.Console ?? new ConsoleConfig();
        return new ConsoleOptions
        {
            Data = data,
            Decisions = new DecisionFeed(parts.Gateway.Decisions),
            Cases = parts.Stores.Cases,
            Board = parts.Stores.Board,
            Keys = parts.Stores.Keys,
            Meters = parts.Stores.Meters,
            Sessions = parts.Stores.Sessions,
            Credentials = parts.Stores.Credentials,
            RevokedSigners = parts.Stores.RevokedSigners,
            Verdicts = parts.Stores.Verdicts,
            Reports = parts.Stores.Reports,
            Costs = parts.Stores.Costs,
            ReportDesk = new ConsoleReportDesk(parts.Gateway),
            Desk = new ConsoleDesk(parts.Gateway),
            Orders = new ConsoleOrders(parts.Gateway),
            Shadows = new ConsoleShadows(parts.Gateway),
            Rulings = new ConsoleRulings(parts.Gateway),
            UseCases = new ConsoleUseCases(parts.Gateway, data),
            Entries = new ConsoleEntries(parts.Ledger),
            Judge = () => parts.Gateway.Judge is { } judge ? new JudgeView(judge.Deployment, judge.Questions, judge.Answered, judge.IsShut) : null,
            Token = token,
            SessionLimits = new SessionLimits(console.Idle, console.Life),
            Address = console.Address is { } address ? new Uri(address) : null,
            Oidc = console.Oidc is { } oidc
                ? new OidcSettings(new Uri(oidc.Issuer), oidc.ClientId, oidc.ClientSecret is { } secret ? Text(secret) : null)
                : null,
            Proxy = console.Proxy is { } proxy ? new ProxySettings([.. proxy.Addresses.Select(IPAddress.Parse)], Text(proxy.Secret)) : null,
            Time = time,
        };
    }

    /// <summary>The token kept in the data folder, made where there is none; null where the configuration switches it off.</summary>
    public static ConsoleToken? OpenToken(ConcordatConfig config)
    {
        if (config.Console is { Token: false })
        {
            return null;
        }

        var path = DataFolder.ConsoleToken(config);
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, ConsoleToken.New().Text);
        }

        return ConsoleToken.Parse(File.ReadAllText(path).Trim());
    }

    private static string Text(SecretConfig secret) =>
        (secret.Env is { } name ? Environment.GetEnvironmentVariable(name) : File.ReadAllText(secret.File!))?.Trim() is { Length: > 0 } text
            ? text
            : throw new IOException("a secret of `console` is empty");
}
