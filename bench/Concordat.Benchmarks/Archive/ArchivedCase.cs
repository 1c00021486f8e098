using System.Globalization;

namespace Concordat.Benchmarks.Archive;

/// <summary>One case of a year of many: which use case, what became of it, when. The same number gives the same case.</summary>
internal sealed record ArchivedCase(string Id, string Type, string UseCase, string State, DateTimeOffset Created, DateTimeOffset Expires, DateTimeOffset? Decided)
{
    public const int UseCases = 20;

    /// <summary>Most of each use case that are open at the end.</summary>
    private const int OpenEach = 200;

    public string Tool { get; init; } = "launch_drone_strike";

    public string[] Clauses { get; init; } = [];

    public string[] Features =>
    [
        .. Clauses.Select(clause => $"clause:{clause}"), $"finding:kind-{Id[^1]}", "source:maintenance-log", $"use-case:{UseCase}", $"tool:{Tool}",
    ];

    public bool IsGranted => State is "consumed" or "granted" or "revoked";

    public static string UseCaseOf(int i) => string.Create(CultureInfo.InvariantCulture, $"bench-{i % UseCases:00}");

    public static ArchivedCase Of(int i, int all, DateTimeOffset now)
    {
        var random = new Random(i);
        var created = now - TimeSpan.FromDays(365) + (TimeSpan.FromDays(365) * ((double)i / all));
        var id = $"case_{Guid.CreateVersion7(created):N}";
        var dice = random.NextDouble();
        var isNew = i >= all - Math.Min(all / 4, OpenEach * UseCases);
        var state = isNew && dice < 0.9 ? "open"
            : dice < 0.45 ? "consumed" : dice < 0.47 ? (isNew ? "granted" : "expired") : dice < 0.70 ? "denied" : dice < 0.90 ? "expired" : dice < 0.98 ? "withdrawn" : dice < 0.99 ? "revoked" : "expired";
        var expires = isNew ? now.AddDays(2).AddSeconds(i % 10_000) : created.AddDays(1);
        return new ArchivedCase(
            id, random.Next(10) switch { < 7 => "authorize", < 9 => "ruling", _ => "mask" }, UseCaseOf(random.Next(UseCases)), state, created, expires,
            state is "open" or "expired" ? null : created.AddMinutes(random.Next(2, 600)))
        {
            Tool = random.Next(2) == 0 ? "launch_drone_strike" : "suspend_clearance",
            Clauses = random.Next(3) switch { 0 => ["3.1"], 1 => ["3.1", "4.2"], _ => ["5.3"] },
        };
    }
}
