using System.Globalization;
using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Names the changes that a running process cannot take up.</summary>
internal static class RestartChecks
{
    public static IReadOnlyList<string> Run(string path, ConcordatConfig inForce, ConcordatConfig next)
    {
        var errors = new List<string>();
        Same("listen", inForce.Listen, next.Listen);
        Same("data", inForce.Data, next.Data);
        Same("ledger.origin", inForce.Ledger.Origin, next.Ledger.Origin);
        Same("ledger.key", inForce.Ledger.Key, next.Ledger.Key);
        Same("ledger.passphrase", Place(inForce.Ledger.Passphrase), Place(next.Ledger.Passphrase));
        Same("ledger.alsoKeys", Also(inForce.Ledger), Also(next.Ledger));
        Same("ledger.checkpointInterval", Durations.Format(inForce.Ledger.CheckpointInterval), Durations.Format(next.Ledger.CheckpointInterval));
        Same("ledger.scrubInterval", Durations.Format(inForce.Ledger.ScrubInterval), Durations.Format(next.Ledger.ScrubInterval));
        Same("ledger.scrubRate", inForce.Ledger.ScrubRate.ToString(CultureInfo.InvariantCulture), next.Ledger.ScrubRate.ToString(CultureInfo.InvariantCulture));
        Same("ledger.serve", Flag(inForce.Ledger.Serve), Flag(next.Ledger.Serve));
        Same("ledger.witnesses", Shown(inForce.Ledger.Witnesses), Shown(next.Ledger.Witnesses));
        Same("retention", Kept(inForce.Retention), Kept(next.Retention));
        Same("content", Stored(inForce.Content), Stored(next.Content));
        Same("database.connection", Place(inForce.Database?.Connection), Place(next.Database?.Connection));
        Same("database.keep", Rows(inForce.Database), Rows(next.Database));
        Same("console", SignIn(inForce.Console), SignIn(next.Console));
        return errors;

        static string Kept(RetentionConfig? retention) => retention is null
            ? "none"
            : $"{Age(retention.Ledger)}, {Age(retention.Content)}, {Age(retention.Salts)}, {retention.Rule ?? "no rule"}";

        static string Age(TimeSpan? age) => age is { } kept ? Durations.Format(kept) : "all";

        static string Stored(ContentConfig? content) => content is null
            ? "none"
            : $"{string.Join(' ', content.For)}, {Place(content.Key)}, {content.MaxMegabytes.ToString(CultureInfo.InvariantCulture)} MB";

        static string Flag(bool flag) => flag ? "true" : "false";

        static string Shown(WitnessesConfig? witnesses) => witnesses is null
            ? "none"
            : $"{witnesses.Policy}, {Durations.Format(witnesses.Interval)}, {Durations.Format(witnesses.Timeout)}";

        static string Also(LedgerConfig ledger) => ledger.AlsoKeys.Count == 0 ? "none" : string.Join(", ", ledger.AlsoKeys.Select(static k => $"{k.Key} ({Place(k.Passphrase)})"));

        static string SignIn(ConsoleConfig? console)
        {
            var own = console ?? new ConsoleConfig();
            return $"token {Flag(own.Token)}, {own.Address ?? "listen"}, {Durations.Format(own.Idle)}, {Durations.Format(own.Life)}, {Provider(own.Oidc)}, {Proxy(own.Proxy)}";
        }

        static string Provider(OidcConfig? oidc) => oidc is null ? "no provider" : $"{oidc.ClientId} at {oidc.Issuer} ({Place(oidc.ClientSecret)})";

        static string Proxy(ProxyConfig? proxy) => proxy is null ? "no proxy" : $"{string.Join(' ', proxy.Addresses)} ({Place(proxy.Secret)})";

        static string Rows(DatabaseConfig? database) => database is null ? "none" : Durations.Format(database.Keep);

        static string Place(SecretConfig? secret) => secret?.Env ?? secret?.File ?? "none";

        void Same(string key, string before, string after)
        {
            if (!before.Equals(after, StringComparison.Ordinal))
            {
                errors.Add($"{path}: `{key}` changed from `{before}` to `{after}`; restart to take it up, or put it back");
            }
        }
    }
}
