using System.Collections.Immutable;
using System.Diagnostics;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <inheritdoc cref="ISegmentPublisher"/>
public sealed class SegmentPublisher : ISegmentPublisher, IFramePublisher, IAsyncDisposable
{
    private readonly SegmentCatalog _catalog;
    private readonly PublisherOptions _options;
    private readonly TimeProvider _time;
    private readonly HoldBook _holds;
    private readonly UploadPreparation _uploads;
    private readonly WritePlanner _planner;
    private readonly QtWriter _qt;
    private readonly PosixWriter _posix;
    private readonly FrameWriter _frames;

    // One write at a time: plans are made against what is there, and must still hold when they are carried out.
    private readonly SemaphoreSlim _writing = new(1, 1);

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
        _time = time;
        _holds = new HoldBook(catalog, time);
        _uploads = new UploadPreparation(options, converter);
        _planner = new WritePlanner(catalog, options, _holds, time);
        _qt = new QtWriter(catalog, options, _holds);
        _posix = new PosixWriter(catalog, _holds, time);
        _frames = new FrameWriter(_qt, _posix, _holds, time);
    }

    /// <inheritdoc/>
    public ImmutableArray<HeldSegment> Held => _holds.All;

    /// <inheritdoc/>
    public bool IsHeld(SegmentId id) => _holds.Find(id) is not null;

    /// <summary>What earlier dashboards that were killed held and nobody has removed since. Asked once, at start.</summary>
    public ImmutableArray<SegmentId> TakeLeftovers()
    {
        var left = _holds.TakeLeftovers();
        foreach (var id in left.Where(id => id.Scheme == SegmentScheme.Qt))
            _catalog.Keys.Remember(id.Value);
        return left;
    }

    /// <inheritdoc/>
    public PublishPlan Plan(SegmentId target, PayloadKind kind, long contentBytes) => _planner.Show(target, kind, contentBytes);

    /// <inheritdoc/>
    public async Task<PublishPlan> PlanPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, CancellationToken cancellationToken)
    {
        if (_options.ReadOnly)
            return Plan(target, kind, picture.Length);
        var content = await _uploads.PictureAsync(target, picture, kind, cancellationToken).ConfigureAwait(false);
        var plan = Plan(target, kind, content.Failure == PublishFailure.None ? content.Bytes.Length : picture.Length);
        return content.Failure == PublishFailure.None
            ? plan with { Conversion = content.Conversion }
            : WritePlanner.Refuse(plan, content.Failure, content.Problem!);
    }

    /// <inheritdoc/>
    public PublishPlan PlanFrame(SegmentId target, FrameConversion frame, BlankSegment? blank = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var plan = _planner.ShowFrame(target, frame.Pixels.EndOffset, blank?.SizeBytes);
        return plan.Action == PublishAction.Refuse ? plan : plan with { PayloadBytes = frame.Pixels.LengthBytes, Frame = frame };
    }

    /// <inheritdoc/>
    public async Task<PublishResult> PublishPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, string? situation, CancellationToken cancellationToken)
    {
        if (_options.ReadOnly)
            return PublishOutcomes.Refused(target, PublishFailure.Denied, WritePlanner.RefuseReadOnly(target, picture.Length).Problem!);
        var content = await _uploads.PictureAsync(target, picture, kind, cancellationToken).ConfigureAwait(false);
        // What a plan was told of another length says nothing of the PNG.
        long? offeredBytes = content.Conversion is null ? picture.Length : null;
        return await WriteAsync(target, kind, situation, offeredBytes, () => content.Failure != PublishFailure.None ? content
            : content with { Bytes = kind == PayloadKind.QtImage ? QtImageStream.Wrap(content.Bytes.Span) : content.Bytes },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<PublishResult> PublishTextAsync(
        SegmentId target, string text, PayloadKind kind, string? situation, CancellationToken cancellationToken) =>
        WriteAsync(target, kind, situation, null, () => UploadPreparation.Text(target, text, kind), cancellationToken);

    /// <inheritdoc/>
    public Task<PublishResult> PublishFrameAsync(
        SegmentId target, FrameOrder order, PixelBuffer picture, string? situation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(picture);
        return InTurnAsync(() => WriteFrame(target, order, picture, situation, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PublishResult> ReleaseAsync(SegmentId id, CancellationToken cancellationToken) => InTurnAsync(() =>
    {
        var key = _catalog.Find(id)?.Id ?? id;
        if (_holds.Find(key) is not { } hold)
        {
            return PublishOutcomes.Refused(id, PublishFailure.NotFound,
                Sentence.Of($"Cannot release '{id}': the dashboard does not hold it. See which it holds on the upload page."));
        }

        long started = _time.GetTimestamp();
        _holds.LetGo(key);
        return new PublishResult
        {
            Target = key,
            Action = PublishAction.Release,
            SegmentBytes = hold.Segment.SizeBytes,
            Duration = _time.GetElapsedTime(started),
        };
    }, cancellationToken);

    /// <summary>Lets go of everything held, as a Qt program does when it ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var held in _holds.All)
                await Task.Run(() => _holds.TryLetGo(held.Id)).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<PublishResult> WriteAsync(
        SegmentId target, PayloadKind kind, string? situation, long? offeredBytes, Func<UploadPayload> prepare,
        CancellationToken cancellationToken)
    {
        // Verifying a large PNG takes a while; nobody else's write need wait for it.
        var payload = await Task.Run(prepare, cancellationToken).ConfigureAwait(false);
        if (payload.Failure != PublishFailure.None)
            return PublishOutcomes.Refused(target, payload.Failure, payload.Problem!);
        var result = await InTurnAsync(
            () => Write(target, kind, situation, offeredBytes, payload.Bytes, cancellationToken), cancellationToken).ConfigureAwait(false);
        return result with { Conversion = result.Succeeded ? payload.Conversion : null };
    }

    private async Task<PublishResult> InTurnAsync(Func<PublishResult> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(write, CancellationToken.None).ConfigureAwait(false);
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
        long content = payload.Length - (kind == PayloadKind.QtImage ? QtImageStream.MarkerBytes : 0);
        var plan = _planner.Make(target, kind, content);
        if (plan.Action == PublishAction.Refuse)
            return PublishOutcomes.Refused(target, plan.Failure, plan.Problem!);
        // A picture with something after its end was planned with that, and is written without.
        if (situation is not null && situation != plan.Situation &&
            !(offeredBytes > content && situation == _planner.Make(target, kind, offeredBytes.Value).Situation))
        {
            return PublishOutcomes.SituationChanged(target, plan);
        }

        return Attempt(plan, () => plan.Target.Scheme switch
        {
            SegmentScheme.Qt => _qt.Write(plan, exactly: situation is not null, payload, cancellationToken),
            SegmentScheme.Posix => _posix.Write(plan, payload),
            _ => throw new UnreachableException(),
        });
    }

    private PublishResult WriteFrame(
        SegmentId target, FrameOrder order, PixelBuffer picture, string? situation, CancellationToken cancellationToken)
    {
        if (target.Scheme == SegmentScheme.Qt)
            _catalog.Keys.Remember(target.Value);
        var plan = _planner.MakeFrame(target, order.Blank?.SizeBytes);
        if (plan.Action == PublishAction.Refuse)
            return PublishOutcomes.Refused(target, plan.Failure, plan.Problem!);
        return situation is not null && situation != plan.Situation
            ? PublishOutcomes.SituationChanged(target, plan)
            : Attempt(plan, () => _frames.Write(plan, exactly: situation is not null, order, picture, cancellationToken));
    }

    private PublishResult Attempt(PublishPlan plan, Func<PublishResult> write) =>
        PublishOutcomes.Attempt(plan, _time, _options.LockTimeout, write);
}
