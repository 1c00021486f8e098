namespace Concordat.Ledger.PostgreSql;

/// <summary>The database did not answer, or not so that it counts.</summary>
internal sealed class DatabaseAwayException : IOException
{
    public DatabaseAwayException()
        : this("the database is away")
    {
    }

    public DatabaseAwayException(string message)
        : base(message)
    {
    }

    public DatabaseAwayException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
