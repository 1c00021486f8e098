using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks the names of those who fill the roles of an instance.</summary>
internal static class NameChecks
{
    private const int MaxNames = 16;
    private const int MaxLength = 100;

    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        if (metadata.Names is not { } all)
        {
            return;
        }

        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (role, names) in all)
        {
            if (metadata.Roles.IsDefault || !metadata.Roles.Contains(role, StringComparer.Ordinal))
            {
                fault("names", $"`names` names the role `{role}`, which is not among `roles`");
            }

            if (names.IsDefaultOrEmpty || names.Length > MaxNames)
            {
                fault("names", $"`names` gives the role `{role}` no name, or more than {MaxNames}; write the legal name first, and then what its texts and products are called");
                continue;
            }

            foreach (var name in names)
            {
                if (!IsName(name))
                {
                    fault("names", $"`{name}` is not a name; a name has 2 to {MaxLength} characters on one line, begins with a capital letter or a digit, and has a letter");
                }
                else if (!taken.TryAdd(name, role))
                {
                    fault("names", $"`names` has `{name}` twice, for `{taken[name]}` and for `{role}`");
                }
            }
        }
    }

    // A name that could be an ordinary word would let two instances differ in that word and pass for equal.
    private static bool IsName(string? name) =>
        name is { Length: >= 2 and <= MaxLength } && (char.IsUpper(name[0]) || char.IsDigit(name[0])) && name.Any(char.IsLetter)
        && !name.Any(char.IsControl) && !name.Contains('"', StringComparison.Ordinal) && !name.Contains('\\', StringComparison.Ordinal)
        && name.Trim().Length == name.Length;
}
