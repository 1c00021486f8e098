namespace Concordat.Safeguards.Persons;

/// <summary>Looks at the bits of a <see cref="PersonContext"/>.</summary>
internal static class PersonContexts
{
    /// <summary>As <see cref="Enum.HasFlag"/>, which allocates until its caller has been compiled in full.</summary>
    public static bool Has(this PersonContext context, PersonContext bit) => (context & bit) == bit;
}
