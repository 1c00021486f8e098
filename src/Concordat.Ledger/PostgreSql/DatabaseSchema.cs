using System.Globalization;

namespace Concordat.Ledger.PostgreSql;

/// <summary>The tables, brought up to date by numbered scripts, forward only.</summary>
internal static class DatabaseSchema
{
    // any number that no other program on the database is likely to lock
    private const long Lock = 0x636f6e636f726c67;
    private const string Prefix = "PostgreSql/Migrations/";

    /// <summary>Of several nodes that start together, one does it.</summary>
    public static void Update(DatabaseSession session)
    {
        var scripts = typeof(DatabaseSchema).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        session.Atomically(() =>
        {
            session.Query("SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS locked", static _ => 0, Lock);
            session.Execute(
                """
                CREATE TABLE IF NOT EXISTS ledger_migrations (
                    number integer PRIMARY KEY, name text NOT NULL, applied timestamptz NOT NULL DEFAULT now())
                """);
            var present = session.Query("SELECT coalesce(max(number), 0) FROM ledger_migrations", static row => row.GetInt32(0))[0];
            if (present > scripts.Count)
            {
                throw new LedgerUnavailableException(
                    $"the ledger's tables on PostgreSQL have schema {present}, this build knows up to {scripts.Count}; run a newer build");
            }

            foreach (var script in scripts.Skip(present))
            {
                session.Execute(Text(script));
                session.Execute(
                    "INSERT INTO ledger_migrations (number, name) VALUES ($1, $2)",
                    int.Parse(script.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture),
                    script[Prefix.Length..]);
            }

            return present;
        });
    }

    private static string Text(string script)
    {
        using var reader = new StreamReader(typeof(DatabaseSchema).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }
}
