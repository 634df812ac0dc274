using System.Collections.Immutable;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// What is known of one segment now, who waits for more, and who wants to be told. Thread-safe; its lock is held for moments.
/// <see cref="Attachments"/> and what publishes belong to whoever looks at the segment at the time.
/// </summary>
/// <param name="context">What all trackers share.</param>
internal sealed class SegmentState(SamplingContext context)
{
    private readonly Lock _gate = new();
    private SegmentRow? _row;
    private SegmentRow? _heldBack;
    private FrameBuffer? _newest;
    private ReducedPicture[] _pictures = [];
    private TaskCompletionSource _newer = NewSignal();
    private TaskCompletionSource _demand = NewSignal();
    private ImmutableArray<Action> _subscribers = [];
    private int _awaiting;
    private bool _untold;

    /// <summary>The newest row, for whoever looks at the segment; null while the segment has never been seen.</summary>
    public SegmentRow? Row => Volatile.Read(ref _row);

    /// <summary>The newest row, for everybody else: as it was while what is published is held back.</summary>
    public SegmentRow? Shown => Volatile.Read(ref _heldBack) ?? Row;

    /// <summary>Who has it mapped, as far as known.</summary>
    public ImmutableArray<Attachment> Attachments { get; set; } = [];

    /// <summary>Who shows its pictures, and how.</summary>
    public PictureWishes Wishes { get; } = new();

    /// <summary>Whether somebody waits for a content newer than the newest.</summary>
    public bool IsAwaited => Volatile.Read(ref _awaiting) > 0;

    /// <summary>Completes when somebody begins to wait after nobody did.</summary>
    public Task Demand => Volatile.Read(ref _demand).Task;

    /// <summary>
    /// What is published shows with the next content, or when <see cref="LetGo"/> is called: of facts that would not fit the content
    /// of before.
    /// </summary>
    public void HoldBack() => Volatile.Write(ref _heldBack, Row);

    /// <summary>Ends <see cref="HoldBack"/>.</summary>
    public void LetGo()
    {
        Volatile.Write(ref _heldBack, null);
        context.MarkDirty();
    }

    /// <summary>Another row of the same content.</summary>
    public void Publish(SegmentRow row)
    {
        lock (_gate)
        {
            if (row.Equals(_row))
                return;
            Volatile.Write(ref _row, row);
            _untold = true;
        }

        context.MarkDirty();
    }

    /// <summary>A new content, for which viewers may wait: they go on at once.</summary>
    /// <param name="row">The row; its frame has a number that none had before.</param>
    /// <param name="bytes">The bytes, if they are kept.</param>
    /// <param name="pictures">What was made of them while they were read.</param>
    public void PublishFrame(SegmentRow row, FrameBuffer? bytes, ReducedPicture[] pictures)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            Volatile.Write(ref _row, row);
            Volatile.Write(ref _heldBack, null);
            (_newest, _pictures) = (bytes, pictures);
            _untold = true;
            (waiting, _newer) = (_newer, NewSignal());
        }

        waiting.SetResult();
        context.MarkDirty();
    }

    /// <summary>The bytes of the newest frame are there again.</summary>
    public void Recall(FrameBuffer? bytes)
    {
        lock (_gate)
            (_newest, _pictures) = (bytes, []);
    }

    /// <summary>Tells subscribers if anything was published since they were last told. To be called without any lock.</summary>
    public void Tell()
    {
        // Asked after every look at each of thousands: whoever has just published is the one who tells.
        if (!Volatile.Read(ref _untold))
            return;
        ImmutableArray<Action> subscribers;
        lock (_gate)
        {
            if (!_untold)
                return;
            _untold = false;
            subscribers = _subscribers;
        }

        foreach (var subscriber in subscribers)
            context.Resilience.Try(subscriber);
    }

    /// <summary>Calls back after changes of the row, on the thread that looked.</summary>
    public IDisposable Subscribe(Action changed)
    {
        lock (_gate)
            _subscribers = _subscribers.Add(changed);
        return new Subscription(() =>
        {
            lock (_gate)
                _subscribers = _subscribers.Remove(changed);
        });
    }

    /// <summary>The row, as soon as its frame is newer than <paramref name="sequence"/>.</summary>
    public async Task<SegmentRow> WaitForNewerAsync(long sequence, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _awaiting) == 1)
            Interlocked.Exchange(ref _demand, NewSignal()).TrySetResult();
        try
        {
            while (true)
            {
                Task newer;
                lock (_gate)
                {
                    if (_row is { Frame: { } frame } && frame.Sequence > sequence)
                        return _row;
                    newer = _newer.Task;
                }

                await newer.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _awaiting);
        }
    }

    /// <summary>
    /// The newest content with its row, as they are: nothing is looked at and nobody waited for. Null while there is none, or
    /// its bytes are not kept because nobody watches.
    /// </summary>
    public FrameLease? LeaseNewest()
    {
        lock (_gate)
        {
            return Shown is { Frame: not null, Gone: false } row && _newest is { } buffer && buffer.TryShare()
                ? new FrameLease(row, buffer.Bytes, buffer.Release)
                : null;
        }
    }

    /// <summary>
    /// The newest content as somebody wished to show it; null where it was not made so, and the bytes may be there instead. Nothing is
    /// looked at.
    /// </summary>
    public PictureLease? LeasePicture(PictureWish wish)
    {
        lock (_gate)
        {
            if (Shown is not { Frame: not null, Gone: false } row || Array.Find(_pictures, made => made.Wish == wish) is not { } picture ||
                !picture.Rgba.TryShare())
            {
                return null;
            }

            return new PictureLease(row, picture.Region, picture.Width, picture.Height, picture.Rgba.Bytes, picture.Rgba.Release);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
