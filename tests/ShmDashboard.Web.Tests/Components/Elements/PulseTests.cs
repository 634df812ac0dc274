using System.Globalization;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Elements;

public sealed class PulseTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Signal_ManyTimes_CallsAtOnceAndThenOnceAnInterval()
    {
        var time = new ManualTime(Rows.Noon);
        int beats = 0;
        await using var pulse = new Pulse(s_interval, time, () => { beats++; return Task.CompletedTask; });

        pulse.Signal();
        await Patience.Until(() => beats == 1 && time.Waiting == 1);
        for (int signal = 0; signal < 50; signal++) pulse.Signal();
        Assert.Equal(1, beats);

        time.Advance(s_interval);
        await Patience.Until(() => beats == 2 && time.Waiting == 1);
    }

    [Fact]
    public async Task Signal_Unceasing_CallsAtTheSteadyIntervalUntilItRests()
    {
        var time = new ManualTime(Rows.Noon);
        int beats = 0;
        await using var pulse = new Pulse(s_interval, time, () => { beats++; return Task.CompletedTask; }, 4 * s_interval);

        pulse.Signal();
        await Patience.Until(() => beats == 1 && time.Waiting == 1);
        pulse.Signal();
        time.Advance(s_interval);
        await Patience.Until(() => beats == 2 && time.Waiting == 1);
        pulse.Signal();
        time.Advance(s_interval);
        Assert.Equal((2, 1), (beats, time.Waiting));
        time.Advance(3 * s_interval);
        await Patience.Until(() => beats == 3 && time.Waiting == 1);

        time.Advance(4 * s_interval);
        await Patience.Until(() => time.Waiting == 0);
        pulse.Signal();
        await Patience.Until(() => beats == 4 && time.Waiting == 1);
        pulse.Signal();
        time.Advance(s_interval);
        await Patience.Until(() => beats == 5);
    }

    [Fact]
    public async Task Signal_FromAThreadOfAnotherLanguage_CallsInItsOwn()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        string? language = null;
        await using var pulse = new Pulse(s_interval, new ManualTime(Rows.Noon), () =>
        {
            language = CultureInfo.CurrentUICulture.Name;
            return Task.CompletedTask;
        });

        var other = new Thread(() =>
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
            pulse.Signal();
        });
        other.Start();
        other.Join();

        await Patience.Until(() => language is not null);
        Assert.Equal("zh-Hans", language);
    }

    [Fact]
    public async Task Dispose_EndsTheCalls()
    {
        int beats = 0;
        var pulse = new Pulse(s_interval, new ManualTime(Rows.Noon), () => { beats++; return Task.CompletedTask; });

        await pulse.DisposeAsync();
        pulse.Signal();

        Assert.Equal(0, beats);
    }
}
