using System.Globalization;

namespace Concordat.Agreements.Diagnostics;

/// <summary>One finding about an agreement: what is wrong, where, and what to do.</summary>
/// <param name="IsError">Whether the agreement must not be used; otherwise it is a warning.</param>
/// <param name="Code">Stable code, one of <see cref="AgreementCodes"/>, or <c>cedar_</c> and the Cedar engine's own.</param>
/// <param name="Message">What is wrong and what to do: lower case, no final period.</param>
/// <param name="File">The file, where it is about one.</param>
/// <param name="Line">Line, from 1; 0 when it is about no line.</param>
/// <param name="Column">Column, from 1; 0 when it is about no column.</param>
public sealed record AgreementDiagnostic(bool IsError, string Code, string Message, string? File = null, int Line = 0, int Column = 0)
{
    /// <summary>The clause that it is about, where there is one.</summary>
    public string? Clause { get; init; }

    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString()
    {
        var place = (File, Line, Column) switch
        {
            (null, _, _) => "",
            (_, 0, _) => File + ": ",
            (_, _, 0) => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: "),
            _ => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: "),
        };
        return place + (IsError ? "" : "warning: ") + Message;
    }
}
