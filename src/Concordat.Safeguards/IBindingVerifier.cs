namespace Concordat.Safeguards;

/// <summary>Says whether a binding of ADatP-4778 is signed by somebody who may label.</summary>
public interface IBindingVerifier
{
    /// <summary>Checks the signature over the label and over the data that it is bound to.</summary>
    /// <param name="binding">The binding as XML, as it came.</param>
    /// <param name="data">What the label is bound to, byte for byte.</param>
    /// <param name="covered">What was signed of the binding and nothing else, in canonical form: labels are to be read from it alone. Empty where it does not hold.</param>
    /// <returns>Why it does not hold, or null.</returns>
    string? Verify(ReadOnlyMemory<byte> binding, ReadOnlySpan<byte> data, out ReadOnlyMemory<byte> covered);
}
