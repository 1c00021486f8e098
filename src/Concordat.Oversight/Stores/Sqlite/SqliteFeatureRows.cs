using Concordat.Oversight.Cases;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <summary>The rows that say what cases are about.</summary>
internal static class SqliteFeatureRows
{
    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, CaseId id, IEnumerable<string> features)
    {
        foreach (var feature in features)
        {
            SqliteRun.Execute(connection, transaction, "INSERT INTO case_features (feature, case_id) VALUES ($feature, $id);", ("$feature", feature), ("$id", id.Value));
        }
    }

    public static List<string> Of(SqliteConnection connection, SqliteTransaction transaction, string id)
    {
        using var ask = new SqliteCommand("SELECT feature FROM case_features WHERE case_id = $id;", connection, transaction);
        ask.Parameters.AddWithValue("$id", id);
        return Read(ask);
    }

    /// <summary>The newest earlier cases that have a feature.</summary>
    public static List<string> Having(SqliteConnection connection, SqliteTransaction transaction, string feature, CaseId before)
    {
        using var ask = new SqliteCommand(
            "SELECT case_id FROM case_features WHERE feature = $feature AND case_id < $before ORDER BY case_id DESC LIMIT $most;", connection, transaction);
        ask.Parameters.AddWithValue("$feature", feature);
        ask.Parameters.AddWithValue("$before", before.Value);
        ask.Parameters.AddWithValue("$most", PrecedentSearch.PerFeature);
        return Read(ask);
    }

    private static List<string> Read(SqliteCommand ask)
    {
        using var reader = ask.ExecuteReader();
        List<string> found = [];
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
