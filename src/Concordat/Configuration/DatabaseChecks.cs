using Concordat.Gateway.Configuration;
using Concordat.Hosting;

namespace Concordat.Configuration;

/// <summary>Checks that the database is named by a secret, and that the secret is a connection string.</summary>
internal static class DatabaseChecks
{
    private const string Path = "database.connection";

    public static void Run(DatabaseConfig? database, Func<string, string?> environment, ConfigurationFindings findings)
    {
        if (database is null)
        {
            return;
        }

        SecretChecks.Run(database.Connection, Path, environment, findings);

        // What is wrong with the string is not repeated: it holds a password.
        if (SharedDatabase.ReadConnection(database, environment) is { } connection && SharedDatabase.Settings(connection) is null)
        {
            findings.AddAt(
                Path, $"`{Path}` does not hold a connection string such as `Host=db.example;Database=concordat;Username=concordat;Password=…` (Npgsql's form, not a URL)");
        }
    }
}
