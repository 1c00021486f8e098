namespace Concordat.Safeguards;

/// <summary>One identifier in its normal form, the input of the keyed hash that meters count. Never logged: printing shows the kind only.</summary>
/// <param name="Kind">What the identifier is.</param>
/// <param name="Value">The normal form: lower-case mailbox, E.164 digits with <c>+</c>, bare digits, upper-case plate.</param>
/// <param name="Nationality"><c>us</c>, <c>foreign</c> or <c>unknown</c>.</param>
public readonly record struct PersonKey(PersonKind Kind, string Value, PersonNationality Nationality)
{
    public override string ToString() => Kind.ToString();
}
