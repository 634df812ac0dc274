using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// How far the newest content of one segment can be believed: what its own bytes prove, and whether its writer keeps to the lock.
/// Used under the gate: not thread-safe.
/// </summary>
/// <param name="context">What all trackers share.</param>
/// <param name="state">What is known of the segment.</param>
/// <param name="gate">Entered again by what was proved later.</param>
internal sealed class ContentBelief(SamplingContext context, SegmentState state, SamplingGate gate)
{
    private readonly DisciplineWatch _writer = new();
    private readonly ContentProver _prover = new();
    private ContentProof _proof;
    private bool _isProving;

    /// <summary>Whether the writer keeps to the lock.</summary>
    public WriterDiscipline Writer => _writer.State;

    /// <summary>Another object has the name now.</summary>
    public void Reset() => _writer.Reset();

    /// <summary>A look that brings nothing to judge by.</summary>
    public void Pass(in DisciplineLook look) => _writer.Pass(look);

    /// <summary>What the bytes prove without being inflated, or with it where that is cheap.</summary>
    /// <param name="reading">Where they come from.</param>
    /// <param name="payload">What they are.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="patient">Whether it may take its time: whoever asks once gets the whole answer, whoever watches shall not wait for it.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The proof, and whether inflating would tell more.</returns>
    public (ContentProof Proof, bool IsOpen) Examine(
        in ContentReading reading, PayloadDescription payload, FrameBuffer bytes, bool patient, DateTimeOffset now)
    {
        bool wouldCount = reading.Verdict.Kind == VerdictKind.Consistent ||
            (reading.LockBefore == LockState.Free && reading.Verdict.Kind != VerdictKind.NoLock);
        var proof = ContentProver.Of(payload);
        if (proof != ContentProof.PartsRight || !wouldCount || Writer == WriterDiscipline.Keeps)
            return (proof, false);
        return MayProveNow(payload, patient, now) ? (ContentProver.Inflate(payload, bytes.Bytes.Span, Writer), false) : (proof, true);
    }

    /// <summary>Whether a writer is in the middle of it.</summary>
    public bool IsUnsettled(in ContentReading reading, ContentProof proof) =>
        reading.Verdict.Kind is VerdictKind.TakenWhileLocked or VerdictKind.ChangedDuringRead &&
        VerdictRules.Weigh(reading.Verdict, reading.LockBefore, proof, Writer).Kind != VerdictKind.Consistent;

    /// <summary>Believes the proof of a new content.</summary>
    public void Take(in ContentReading reading, ContentProof proof, bool changed)
    {
        _proof = proof;
        Observe(reading, changed);
    }

    /// <summary>The content was met again as it was; what its bytes prove may count now.</summary>
    public void Confirm(in ContentReading reading, FrameInfo frame, FrameBuffer? bytes, bool patient, DateTimeOffset now)
    {
        Observe(reading, changed: false);
        if (_proof != ContentProof.PartsRight || frame.Verdict.Kind == VerdictKind.Consistent ||
            reading.Verdict.Kind != VerdictKind.Consistent || bytes is null)
        {
            return;
        }

        if (MayProveNow(frame.Payload, patient, now))
            _proof = ContentProver.Inflate(frame.Payload, bytes.Bytes.Span, Writer);
        else
            ProveLater(bytes, frame.Payload, reading, frame.Sequence, changed: false, now);
    }

    /// <summary>The verdict by all that is known.</summary>
    public Verdict Weigh(in ContentReading reading)
    {
        // What only we can write, we have written under the lock.
        bool ours = state.Row is { HeldByDashboard: true, Facts.AttachCount: 1 };
        var verdict = VerdictRules.Weigh(reading.Verdict, reading.LockBefore, _proof, ours ? WriterDiscipline.Keeps : Writer);
        return verdict.Holder is { } holder ? verdict with { Holder = context.NameOf(holder.Pid) } : verdict;
    }

    /// <summary>A frame is shown with the verdict that is known; what its bytes prove amends it a moment later.</summary>
    public void ProveLater(
        FrameBuffer bytes, PayloadDescription payload, in ContentReading reading, long sequence, bool changed, DateTimeOffset now)
    {
        if (_isProving || !_prover.Affords(payload, now) || !bytes.TryShare())
            return;
        _isProving = true;
        var writer = Writer;
        var look = reading.Look with { Changed = changed, WeMayWrite = WeMayWrite() };
        var judged = reading with { Changed = null, Recalled = null };
        _ = Task.Run(() =>
        {
            var proof = ContentProof.PartsRight;
            context.Resilience.Try(() => proof = ContentProver.Inflate(payload, bytes.Bytes.Span, writer));
            bytes.Release();
            using (gate.Enter())
                Amend(sequence, proof, look, judged);
        });
    }

    /// <summary>The same bytes, met in better circumstances; what was called whole stays so.</summary>
    public static bool IsBetter(VerdictKind now, VerdictKind before) =>
        now != before && before != VerdictKind.Consistent &&
        now is VerdictKind.Consistent or VerdictKind.NoLock or VerdictKind.Unproven or VerdictKind.WriterIgnoresLock &&
        (now, before) is not (VerdictKind.Unproven, VerdictKind.WriterIgnoresLock);

    private void Amend(long sequence, ContentProof proof, in DisciplineLook look, in ContentReading reading)
    {
        _isProving = false;
        _writer.Learn(look, proof);
        if (state.Row is not { Frame: { } frame } row || frame.Sequence != sequence)
            return;
        _proof = proof;
        var verdict = Weigh(reading);
        if (IsBetter(verdict.Kind, frame.Verdict.Kind))
            state.Publish(row with { Frame = frame with { Verdict = verdict } });
    }

    private bool MayProveNow(PayloadDescription payload, bool patient, DateTimeOffset now) =>
        ContentProver.IsCheap(payload) || (patient && _prover.Affords(payload, now));

    private void Observe(in ContentReading reading, bool changed) => _writer.Observe(reading.Look with
    {
        Changed = changed,
        Torn = _proof == ContentProof.Broken && reading.Verdict.Kind == VerdictKind.Consistent,
        Whole = _proof == ContentProof.Whole,
        WeMayWrite = WeMayWrite(),
    });

    private bool WeMayWrite() => state.Row is { HeldByDashboard: true } ||
        state.Attachments.Any(user => user.Writable && user.Process.Pid == Environment.ProcessId);
}
