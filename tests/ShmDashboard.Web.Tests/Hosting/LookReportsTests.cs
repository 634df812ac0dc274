using Microsoft.Extensions.Logging;
using ShmDashboard.Web.Hosting;

namespace ShmDashboard.Web.Tests.Hosting;

/// <summary>What the first look tells before there is a host is not lost.</summary>
public sealed class LookReportsTests
{
    [Fact]
    public void Report_BeforeThereIsALog_IsLoggedOnce()
    {
        var log = new Log();
        using var loggers = new LoggerFactory([log]);
        var reports = new LookReports();
        reports.Report(typeof(LookReportsTests), new InvalidOperationException("early"));

        reports.LogTo(loggers);

        Assert.Equal([$"{typeof(LookReportsTests).FullName}: early"], log.Lines);
    }

    [Fact]
    public void Report_WithALog_IsLoggedAtOnce()
    {
        var log = new Log();
        using var loggers = new LoggerFactory([log]);
        var reports = new LookReports();
        reports.LogTo(loggers);

        reports.Report(typeof(LookReportsTests), new InvalidOperationException("late"));

        Assert.Equal([$"{typeof(LookReportsTests).FullName}: late"], log.Lines);
    }

    [Fact]
    public void Report_ManyBeforeThereIsALog_KeepsTheFirst()
    {
        var log = new Log();
        using var loggers = new LoggerFactory([log]);
        var reports = new LookReports();
        foreach (int number in Enumerable.Range(0, 100))
            reports.Report(typeof(LookReportsTests), new InvalidOperationException($"{number}"));

        reports.LogTo(loggers);

        Assert.Equal(16, log.Lines.Count);
        Assert.EndsWith(": 0", log.Lines[0], StringComparison.Ordinal);
    }

    private sealed class Log : ILoggerProvider
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Lines);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(string category, List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{category}: {exception?.Message}");
    }
}
