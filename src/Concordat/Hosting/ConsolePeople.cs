using Concordat.Console.Access;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Hosting;

/// <summary>Puts together who may sign in to the console: the approvers, and the people named beside them.</summary>
internal static class ConsolePeople
{
    public static IReadOnlyList<Person> Of(ConcordatConfig config)
    {
        var named = (config.Console?.People ?? []).ToDictionary(person => person.Id, StringComparer.Ordinal);
        var approvers = config.Approvers.Select(approver => OfApprover(approver, named.GetValueOrDefault(approver.Id)));
        var others = named.Values.Where(person => !config.Approvers.Any(approver => approver.Id.Equals(person.Id, StringComparison.Ordinal))).Select(OfOther);
        return [.. approvers, .. others];
    }

    private static Person OfApprover(ApproverConfig config, PersonConfig? more)
    {
        var key = config.Key is { } file ? VerifyingKey.Load(file) : null;
        var role = config.Role is "reviewer" ? ConsoleRole.Reviewer : ConsoleRole.HumanAuthority;
        return new Person(config.Id, config.Name, config.Party, role | RolesOf(more))
        {
            Approver = new Approver(config.Id, config.Name, config.Role, config.Party, key, [.. config.RequestsFor]) { Card = config.Card, Mail = config.Mail, StandBy = config.StandBy, Clearance = more?.Clearance },
            Key = key,
            Subject = more?.Subject,
            Certificate = more?.Certificate,
            Clearance = more?.Clearance,
        };
    }

    private static Person OfOther(PersonConfig config) => new(config.Id, config.Name ?? config.Id, config.Party ?? "", RolesOf(config))
    {
        Key = config.Key is { } file ? VerifyingKey.Load(file) : null,
        Subject = config.Subject,
        Certificate = config.Certificate,
        Clearance = config.Clearance,
    };

    private static ConsoleRole RolesOf(PersonConfig? config) =>
        (config?.Roles ?? []).Aggregate(ConsoleRole.None, (roles, word) => roles | ConsoleRoles.Parse(word));
}
