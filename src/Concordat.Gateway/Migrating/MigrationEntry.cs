using System.Security.Cryptography;
using Concordat.Gateway.Recording;

namespace Concordat.Gateway.Migrating;

/// <summary>The entry that records a step of a migration, before the node goes by it.</summary>
internal static class MigrationEntry
{
    public static byte[] Write(MigrationEvent step, MigrationPlan plan, DateTimeOffset now)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Name("facts"u8);
        json.BeginObject();
        json.Name("migration"u8);
        json.BeginObject();
        json.Member("act"u8, step.Act);
        Names(json, "from"u8, plan.From);
        json.Member("id"u8, step.Migration);
        json.Member("number"u8, step.Number);
        json.Name("plan"u8);
        json.Hex(SHA256.HashData(MigrationBook.Write(new MigrationEvent(plan.Id, 0, "", 0, "", default, plan))));
        if (plan.Stages[step.Stage].Shadow is { } shadow)
        {
            json.Member("shadow"u8, shadow);
        }

        json.Member("stage"u8, step.Stage + 1);
        Names(json, "to"u8, plan.To);
        if (plan.Stages[step.Stage].Weight is { } weight)
        {
            json.Member("weight"u8, weight);
        }

        json.Member("why"u8, step.Why);
        json.EndObject();
        json.EndObject();
        json.Member("model"u8, plan.Model);
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "migration");
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }

    private static void Names(CanonicalWriter json, ReadOnlySpan<byte> name, IEnumerable<string> names)
    {
        json.Name(name);
        json.BeginArray();
        foreach (var each in names)
        {
            json.String(each);
        }

        json.EndArray();
    }
}
