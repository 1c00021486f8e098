using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Runs the inspectors that a closed window's bytes call for.</summary>
internal static class PersonInspector
{
    public static void Inspect(Findings findings, ReadOnlySpan<byte> window, int flags, PersonContext context)
    {
        if ((flags & AsciiClass.At) != 0)
        {
            EmailInspector.Inspect(findings, window, context);
        }

        if ((flags & (AsciiClass.At | AsciiClass.Slash)) != 0)
        {
            HandleInspector.Inspect(findings, window, context);
        }

        if ((flags & AsciiClass.Digit) == 0)
        {
            return;
        }

        NumberInspector.Inspect(findings, window, context);
        CoordinateInspector.Inspect(findings, window);
        CodeInspector.Inspect(findings, window, context);
        DeviceInspector.Inspect(findings, window, context);
        IpInspector.Inspect(findings, window, context);
    }
}
