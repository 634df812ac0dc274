using System.Collections.Immutable;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Formats.Text;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Sweeping;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <inheritdoc cref="ISegmentPublisher"/>
public sealed partial class SegmentPublisher : ISegmentPublisher, IFramePublisher, IAsyncDisposable
{
    private const int QtMarkerBytes = 4;

    private readonly SegmentCatalog _catalog;
    private readonly PublisherOptions _options;
    private readonly TimeProvider _time;
    private readonly PictureConverter _converter;

    // One write at a time: plans are made against what is there, and must still hold when they are carried out.
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly HoldJournal _journal;
    private readonly PosixTrash _trash;
    private readonly LockObserver _locks;
    private ImmutableDictionary<SegmentId, Hold> _holds = ImmutableDictionary<SegmentId, Hold>.Empty;

    /// <param name="catalog">Where targets are looked up.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="converter">Makes PNGs of what Qt's stream does not carry.</param>
    /// <param name="time">The clock.</param>
    public SegmentPublisher(SegmentCatalog catalog, PublisherOptions options, PictureConverter converter, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(converter);
        _catalog = catalog;
        _options = options;
        _converter = converter;
        _time = time;
        _journal = new HoldJournal(catalog.Processes);
        _trash = new PosixTrash(time);
        _locks = new LockObserver(catalog.Processes);
        _recentScan = new RecentScan(catalog, s_recent, time);
    }

    /// <inheritdoc/>
    public ImmutableArray<HeldSegment> Held =>
        [.. _holds.Values.Select(hold => hold.Segment).OrderBy(held => held.SinceUtc)];

    /// <summary>What earlier dashboards that were killed held and nobody has removed since. Asked once, at start.</summary>
    public ImmutableArray<SegmentId> TakeLeftovers()
    {
        ImmutableArray<SegmentId> left = [.. _journal.TakeLeftovers().Where(id => _catalog.Find(id) is { AttachCount: null or 0 })];
        foreach (var id in left.Where(id => id.Scheme == SegmentScheme.Qt))
            _catalog.Keys.Remember(id.Value);
        return left;
    }

    /// <inheritdoc/>
    public PublishPlan Plan(SegmentId target, PayloadKind kind, long contentBytes) => Plan(target, kind, contentBytes, _recentScan.Get);

    /// <inheritdoc/>
    public async Task<PublishPlan> PlanPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, CancellationToken cancellationToken)
    {
        if (_options.ReadOnly)
            return Plan(target, kind, picture.Length);
        var content = await PrepareAsync(target, picture, kind, cancellationToken).ConfigureAwait(false);
        var plan = Plan(target, kind, content.Failure == PublishFailure.None ? content.Bytes.Length : picture.Length);
        return content.Failure == PublishFailure.None
            ? plan with { Conversion = content.Conversion }
            : Refuse(plan, content.Failure, content.Problem!);
    }

    /// <inheritdoc/>
    public async Task<PublishResult> PublishPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, string? situation, CancellationToken cancellationToken)
    {
        if (_options.ReadOnly)
            return Refused(target, PublishFailure.Denied, RefuseReadOnly(target, picture.Length).Problem!);
        var content = await PrepareAsync(target, picture, kind, cancellationToken).ConfigureAwait(false);
        // What a plan was told of another length says nothing of the PNG.
        long? offeredBytes = content.Conversion is null ? picture.Length : null;
        return await WriteAsync(target, kind, situation, offeredBytes, () => content.Failure != PublishFailure.None ? content
            : content with { Bytes = kind == PayloadKind.QtImage ? QtImageStream.Wrap(content.Bytes.Span) : content.Bytes },
            cancellationToken).ConfigureAwait(false);
    }

    // What the segment is to hold, without Qt's marker.
    private async Task<Payload> PrepareAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, CancellationToken cancellationToken)
    {
        // Verifying a large PNG takes a while.
        var verdict = await Task.Run(() => UploadCheck.Picture(target, picture.Span, kind), cancellationToken).ConfigureAwait(false);
        if (verdict.Failure != PublishFailure.None)
            return new Payload(verdict.Failure, verdict.Problem);
        if (verdict.ToBeConverted is not { } found)
            return new Payload(picture[..verdict.LengthBytes]);

        var converted = await _converter.ConvertAsync(
            picture, found, PictureFormats.Png, EncodeOptions.Default, ImageLimits.Default, cancellationToken).ConfigureAwait(false);
        if (converted.Failure is { } failure)
        {
            return new Payload(PublishFailure.NotAPicture, Sentence.Of($"Cannot write the upload to '{target}': {failure.Message} {failure.Remedy}"));
        }

        return converted.File.Length > _options.MaxContentBytes
            ? new Payload(PublishFailure.TooLarge, Sentence.Of(
                $"Cannot write the upload to '{target}': as the PNG that Qt reads it has {Number(converted.File.Length)} bytes, and this dashboard's limit " +
                $"is {Number(_options.MaxContentBytes)}. Scale it down, or start with a larger --max-upload-mib."))
            : new Payload(converted.File) { Conversion = converted.Conversion };
    }

    /// <inheritdoc/>
    public Task<PublishResult> PublishTextAsync(
        SegmentId target, string text, PayloadKind kind, string? situation, CancellationToken cancellationToken) =>
        WriteAsync(target, kind, situation, null, () => kind switch
        {
            PayloadKind.QString => new Payload(TextPayload.Encode(text, TextEncoding.QString)),
            PayloadKind.QByteArray => new Payload(TextPayload.Encode(text, TextEncoding.QByteArray)),
            _ when text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul => new Payload(PublishFailure.NotText, Sentence.Of(
                $"Cannot write the text to '{target}': its character {nul} is a NUL, which would end it there. " +
                $"Remove it, or write a QString or QByteArray, which state their length.")),
            _ => new Payload(TextPayload.Encode(text, TextEncoding.Utf8WithNul)),
        }, cancellationToken);

    /// <inheritdoc/>
    public async Task<PublishResult> ReleaseAsync(SegmentId id, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var key = _catalog.Find(id)?.Id ?? id;
            if (!_holds.TryGetValue(key, out var hold))
            {
                return Refused(id, PublishFailure.NotFound,
                    Sentence.Of($"Cannot release '{id}': the dashboard does not hold it. See which it holds on the upload page."));
            }

            long started = _time.GetTimestamp();
            await Task.Run(() => LetGo(key, hold), CancellationToken.None).ConfigureAwait(false);
            return new PublishResult
            {
                Target = key,
                Action = PublishAction.Release,
                SegmentBytes = hold.Segment.SizeBytes,
                Duration = _time.GetElapsedTime(started),
            };
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Lets go of everything held, as a Qt program does when it ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var (id, hold) in _holds)
                await Task.Run(() => TryLetGo(id, hold)).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<PublishResult> WriteAsync(
        SegmentId target, PayloadKind kind, string? situation, long? offeredBytes, Func<Payload> prepare,
        CancellationToken cancellationToken)
    {
        // Verifying a large PNG takes a while; nobody else's write need wait for it.
        var payload = await Task.Run(prepare, cancellationToken).ConfigureAwait(false);
        if (payload.Failure != PublishFailure.None)
            return Refused(target, payload.Failure, payload.Problem!);

        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await Task.Run(
                () => Write(target, kind, situation, offeredBytes, payload.Bytes, cancellationToken), CancellationToken.None).ConfigureAwait(false);
            return result with { Conversion = result.Succeeded ? payload.Conversion : null };
        }
        finally
        {
            _writing.Release();
        }
    }

    private PublishResult Write(
        SegmentId target, PayloadKind kind, string? situation, long? offeredBytes, ReadOnlyMemory<byte> payload,
        CancellationToken cancellationToken)
    {
        if (target.Scheme == SegmentScheme.Qt)
            _catalog.Keys.Remember(target.Value);
        long content = payload.Length - (kind == PayloadKind.QtImage ? QtMarkerBytes : 0);
        var plan = Plan(target, kind, content, _catalog.ScanAttachments);
        if (plan.Action == PublishAction.Refuse)
            return Refused(target, plan.Failure, plan.Problem!);
        // A picture with something after its end was planned with that, and is written without.
        if (situation is not null && situation != plan.Situation &&
            !(offeredBytes > content && situation == Plan(target, kind, offeredBytes.Value, _catalog.ScanAttachments).Situation))
        {
            return Refused(target, PublishFailure.SituationChanged, SituationChanged(plan));
        }

        return Attempt(plan, () => plan.Target.Scheme == SegmentScheme.Qt
            ? WriteQt(plan, exactly: situation is not null, payload, cancellationToken)
            : WritePosix(plan, payload.Span));
    }

    // Whatever the kernel or a peer refuses is an outcome, whichever way was gone.
    private PublishResult Attempt(PublishPlan plan, Func<PublishResult> write)
    {
        long started = _time.GetTimestamp();
        PublishResult result;
        try
        {
            result = write();
        }
        catch (QtSharedMemoryException error)
        {
            result = Refused(plan.Target, FailureOf(error.Error), error.Error == QtSharedMemoryError.LockTimeout
                ? LockedOut(plan.Target, error)
                : Failed(plan.Target, error));
        }
        catch (RemovalException error)
        {
            result = Refused(plan.Target, error.SituationChanged ? PublishFailure.SituationChanged : PublishFailure.Denied, Failed(plan.Target, error));
        }
        catch (ArgumentException error)
        {
            result = Refused(plan.Target, PublishFailure.BadTarget, Failed(plan.Target, error));
        }
        catch (UnauthorizedAccessException error)
        {
            result = Refused(plan.Target, PublishFailure.Denied, Failed(plan.Target, error));
        }
        catch (IOException error)
        {
            result = Refused(plan.Target, FailureOf(error), Failed(plan.Target, error));
        }

        return result with { Duration = _time.GetElapsedTime(started) };
    }

    private static PublishResult MadeAnew(PublishPlan plan) => Refused(plan.Target, PublishFailure.SituationChanged,
        Sentence.Of($"Cannot write to '{plan.Target}': it was made anew just now. Look at what would happen now, and send again."));

    private void LetGo(SegmentId id, Hold hold)
    {
        try
        {
            hold.Owned.Dispose();
        }
        finally
        {
            ImmutableInterlocked.TryRemove(ref _holds, id, out _);
            HoldJournal.Write(_holds.Keys);
        }
    }

    private void TryLetGo(SegmentId id, Hold hold)
    {
        try
        {
            LetGo(id, hold);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The others are to be let go all the same; this one stays behind, as after a crash, and is listed as stale.
        }
    }

    private void Keep(SegmentId id, IDisposable owned, long sizeBytes, bool createdHere)
    {
        var since = _holds.TryGetValue(id, out var before) ? before.Segment.SinceUtc : _time.GetUtcNow();
        _holds = _holds.SetItem(id, new Hold(owned, new HeldSegment(id, sizeBytes, since, createdHere)));
        HoldJournal.Write(_holds.Keys);
    }

    // The name may lead to another segment by now: its key file was cleaned away, or the segment removed under us.
    private static bool IsSame(Hold hold, SegmentFacts facts) => hold.Owned is not QtSharedMemory qt || qt.ShmId == facts.ShmId;

    private static PublishResult Refused(SegmentId target, PublishFailure failure, Sentence problem) => new()
    {
        Target = target,
        Action = PublishAction.Refuse,
        Failure = failure,
        Problem = problem,
    };

    private readonly record struct Payload(ReadOnlyMemory<byte> Bytes, PublishFailure Failure, Sentence? Problem)
    {
        public Payload(ReadOnlyMemory<byte> bytes) : this(bytes, PublishFailure.None, null) { }

        public Payload(PublishFailure failure, Sentence? problem) : this(default, failure, problem) { }

        /// <summary>What was done to the upload, when it is not written as it was.</summary>
        public PictureConversion? Conversion { get; init; }
    }

    private sealed record Hold(IDisposable Owned, HeldSegment Segment);
}
