using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Answers;

/// <summary>One string of an event, to be joined to its channel once the event is read to its end.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Piece(int Start, int Length, int Container, ulong Path, bool Escaped);
