namespace Concordat.Safeguards.Masking;

/// <summary>An identifier that was taken out of an answer, and what stands in its place. Never logged: printing shows the placeholder only.</summary>
/// <param name="Placeholder">What stands in its place, without the brackets, such as <c>USPER 1 EMAIL</c>.</param>
/// <param name="Person">The identifier in its normal form.</param>
public sealed record MaskedPerson(string Placeholder, PersonKey Person)
{
    public override string ToString() => Placeholder;
}
