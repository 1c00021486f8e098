namespace Concordat.Safeguards.Text;

/// <summary>The canonical form of one scalar value: what it is and what stands for it.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Text">ASCII text for <see cref="CanonicalKind.Ascii"/>, the folded letter in UTF-8 for <see cref="CanonicalKind.Letter"/>.</param>
internal sealed record CanonicalEntry(CanonicalKind Kind, byte[] Text);
