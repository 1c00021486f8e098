namespace Concordat.Benchmarks.Archive;

/// <summary>A database that is filled at once, with the rows that years of service would leave there.</summary>
internal interface IArchive : IAsyncDisposable
{
    /// <summary>Appends rows; times are <see cref="DateTimeOffset"/>, lists of words <c>string[]</c>.</summary>
    Task FillAsync(string table, string columns, IEnumerable<object?[]> rows);

    Task RunAsync(string sql);
}
