using System.Globalization;

namespace Concordat.Commands;

/// <summary>One line of a terminal that says how far something is, rewritten a few times a second; nothing where nobody watches.</summary>
internal sealed class ProgressLine(CommandServices services, string what) : IProgress<long>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long _began = services.Time.GetTimestamp();
    private TimeSpan _shown;
    private int _width;

    public void Report(long value)
    {
        var elapsed = services.Time.GetElapsedTime(_began);
        if (!services.ShowsProgress || elapsed - _shown < Interval)
        {
            return;
        }

        _shown = elapsed;
        var line = string.Create(CultureInfo.InvariantCulture, $"{value:N0} {what}, {value / elapsed.TotalSeconds:N0} a second");
        services.Error.Write("\r" + line.PadRight(_width));
        _width = line.Length;
    }

    public void Dispose()
    {
        if (_width > 0)
        {
            services.Error.Write("\r" + new string(' ', _width) + "\r");
        }
    }
}
