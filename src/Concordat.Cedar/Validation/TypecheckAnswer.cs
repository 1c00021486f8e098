using System.Runtime.InteropServices;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>What is known about an expression.</summary>
/// <param name="Type">Its type; null when an error left it unknown.</param>
/// <param name="Known">What exists where it is true.</param>
/// <param name="IsValid">Whether it and its parts are without error.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TypecheckAnswer(CedarType? Type, Capabilities Known, bool IsValid)
{
    public static TypecheckAnswer Of(CedarType? type, Capabilities? known = null) => new(type, known ?? Capabilities.None, type is not null);

    public static TypecheckAnswer Fail(CedarType? type = null) => new(type, Capabilities.None, false);

    /// <summary>This answer, which is valid only if the answer for the part is.</summary>
    public TypecheckAnswer After(TypecheckAnswer part) => part.IsValid ? this : Fail(Type);
}
