using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks the people who decide cases: different humans have different ids, names and keys.</summary>
internal static class ApproverChecks
{
    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var cards = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < config.Approvers.Count; i++)
        {
            var approver = config.Approvers[i];
            var at = $"approvers[{i}]";
            if (approver.Id.Length > 0 && !Identifiers.IsId(approver.Id))
            {
                findings.AddAt($"{at}.id", $"`{at}.id` {Identifiers.Rule}");
            }

            PersonChecks.Once(ids, approver.Id, at, "id", "another person needs another id", findings);
            PersonChecks.Once(names, approver.Name.Trim(), at, "name", "two people are meant, so tell their names apart; one person has one entry", findings);
            if (approver.Party.Length > 0 && !config.Parties.Any(party => party.Role.Equals(approver.Party, StringComparison.Ordinal)))
            {
                findings.AddAt($"{at}.party", $"`{at}.party` is `{approver.Party}`, which is the role of no party; use one of {string.Join(", ", config.Parties.Select(p => $"`{p.Role}`").Distinct(StringComparer.Ordinal))}");
            }

            for (var j = 0; j < approver.RequestsFor.Count; j++)
            {
                var useCase = approver.RequestsFor[j];
                if (useCase.Length > 0 && !config.UseCases.Any(known => known.Id.Equals(useCase, StringComparison.Ordinal)))
                {
                    findings.AddAt(
                        $"{at}.requestsFor[{j}]",
                        $"`{at}.requestsFor[{j}]` names the use case `{useCase}`, which is not registered{Suggestion.For(useCase, config.UseCases.Select(u => u.Id))}");
                }
            }

            PersonChecks.Once(cards, approver.Card ?? "", at, "card", "each person has a card of their own", findings);
            if (approver.Card is not null && config.SmartCards is null)
            {
                findings.AddAt($"{at}.card", $"`{at}.card` is of no use without `smartCards`, which says which cards are taken");
            }

            if (approver.Key is null && approver.Card is null && config.WebAuthn is null)
            {
                findings.AddAt(at, $"`{at}` can sign with nothing: give a `key` or a `card`, or take hardware keys with `webAuthn`");
            }

            if (PersonChecks.KeyOf(approver.Key, at, "person", findings) is { } key)
            {
                PersonChecks.Once(keys, key, at, "key", "each person signs with a key of their own", findings);
            }
        }
    }
}
