using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>Writes what is logged into a list.</summary>
internal sealed class ListLogs(List<string> lines) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Add(formatter(state, exception));
}
