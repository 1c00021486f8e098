using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Oversight.Documents;

namespace Concordat.Gateway.Migrating;

/// <summary>Every migration that was started, as of the steps that are kept. Immutable.</summary>
public sealed class MigrationBook
{
    private MigrationBook(long count, ImmutableArray<MigrationState> migrations)
    {
        (Count, Migrations) = (count, migrations);
    }

    public static MigrationBook Empty { get; } = new(0, []);

    /// <summary>How many steps were read.</summary>
    public long Count { get; }

    /// <summary>In the order in which they were started.</summary>
    public ImmutableArray<MigrationState> Migrations { get; }

    public MigrationState? Find(string id) => Migrations.FirstOrDefault(migration => migration.Plan.Id.Equals(id, StringComparison.Ordinal));

    /// <summary>The one that decides where a model's requests go; the first, where two were started at once.</summary>
    public MigrationState? Of(string model) => Migrations.FirstOrDefault(migration => migration.IsActive && migration.Plan.Model.Equals(model, StringComparison.Ordinal));

    /// <summary>With the steps that came after.</summary>
    /// <exception cref="JsonException">One cannot be read.</exception>
    public MigrationBook With(IReadOnlyList<StoredDocument> documents, Action<MigrationEvent>? each = null)
    {
        var migrations = Migrations;
        var count = Count;
        foreach (var document in documents)
        {
            var step = JsonSerializer.Deserialize(document.Envelope, MigrationJson.Default.MigrationEvent) ?? throw new JsonException("there is no step");
            count = document.Number;
            var at = migrations.IndexOf(Find(migrations, step.Migration)!);
            if (at < 0)
            {
                migrations = step.Plan is { } plan ? migrations.Add(new MigrationState(plan, step, [step])) : migrations;
            }
            else
            {
                migrations = migrations.SetItem(at, migrations[at] with { Last = step, Steps = [.. migrations[at].Steps, step] });
            }

            each?.Invoke(step);
        }

        return new MigrationBook(count, migrations);
    }

    public static byte[] Write(MigrationEvent step) => JsonSerializer.SerializeToUtf8Bytes(step, MigrationJson.Default.MigrationEvent);

    private static MigrationState? Find(ImmutableArray<MigrationState> migrations, string id) =>
        migrations.FirstOrDefault(migration => migration.Plan.Id.Equals(id, StringComparison.Ordinal));
}
