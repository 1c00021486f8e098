namespace Concordat.Agreements.Differing;

/// <summary>A heading of the prose and the text beneath it, as one line of words.</summary>
/// <param name="Heading">The heading, without its marks: <c>2.8 No look-ups in commercially acquired data</c>.</param>
/// <param name="Words">The text.</param>
internal sealed record ProseSection(string Heading, string Words)
{
    /// <summary>What it is known by through all versions: its number, or its heading where it has none.</summary>
    public string Key => ClauseId.TryParse(Heading.Split(' ', 2)[0], out var id) ? id.ToString()
        : Heading.StartsWith("Article ", StringComparison.Ordinal) ? Heading.Split('.', 2)[0]
        : Heading;
}
