using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks the quorums: the parties may ask for more people than what ships, and never for one alone to decide on force, or for one side to rule.</summary>
internal static class QuorumChecks
{
    private const int FewestForForce = 2;

    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        foreach (var (name, seats) in metadata.Terms.Quorums?.Written ?? [])
        {
            if (seats.IsDefaultOrEmpty || seats.Length > QuorumTerms.MostSeats)
            {
                fault(name, $"the quorum `{name}` has 1 to {QuorumTerms.MostSeats} seats");
                continue;
            }

            var read = seats.Select(QuorumTerms.Seat).ToList();
            foreach (var (seat, text) in read.Zip(seats))
            {
                if (seat is null)
                {
                    fault(name, $"`{text}` is not a seat; write a party and its roles, such as `department:commander|official` (roles are {string.Join(", ", QuorumTerms.Roles)})");
                }
                else if (metadata.Roles.IsDefault || !metadata.Roles.Contains(seat.Value.Party, StringComparer.Ordinal))
                {
                    fault(name, $"the seat `{text}` is of the party `{seat.Value.Party}`, which is not among `roles`");
                }
            }

            if (name != "ruling" && read.Exists(static seat => seat?.Roles.Contains("reviewer", StringComparer.Ordinal) ?? false))
            {
                fault(name, $"the quorum `{name}` has a seat for a reviewer; reviewers rule, and commanders and officials authorize acts");
            }

            if (name == "force" && seats.Length < FewestForForce)
            {
                fault(name, "the quorum `force` has one seat; force is authorized by at least two people");
            }

            if (name == "ruling")
            {
                foreach (var role in MetadataChecks.AlwaysRoles.Where(role => !read.Exists(seat => seat?.Party == role)))
                {
                    fault(name, $"the quorum `ruling` has no seat of `{role}`; a ruling is of both parties");
                }
            }
        }
    }
}
