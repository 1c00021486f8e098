using System.Globalization;

namespace Concordat.Oversight.Stores;

/// <summary>Reads an engine's migrations from the assembly: <c>Stores/&lt;engine&gt;/Migrations/0001_name.sql</c>.</summary>
internal static class Migrations
{
    public static IReadOnlyList<Migration> Of(string engine)
    {
        var assembly = typeof(Migrations).Assembly;
        var prefix = $"Stores/{engine}/Migrations/";
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                var file = name[prefix.Length..];
                return new Migration(int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file, reader.ReadToEnd());
            })
            .ToArray();
        for (var i = 0; i < migrations.Length; i++)
        {
            if (migrations[i].Number != i + 1)
            {
                throw new InvalidOperationException($"{engine} migration `{migrations[i].Name}` should have number {i + 1:0000}");
            }
        }

        return migrations;
    }
}
