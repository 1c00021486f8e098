using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Answers;

/// <summary>An object or array of the event under inspection.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Container
{
    public int Parent;

    /// <summary>Sum of the hashes of the members that tell texts apart: <c>index</c>, <c>item_id</c> and their like.</summary>
    public ulong Place;

    /// <summary>The strings inside are alternatives, each a text of its own.</summary>
    public bool Alternatives;
}
