// When the last frames of a picture were noticed, copied, sent, received, decoded and painted.

const kept = 30, window = 2000;

export class FrameTimes {
  #last = [];
  #paintedAt = [];
  #dropped = 0;
  #sequence = 0;

  add(head, { received, decoded, painted }) {
    if (this.#sequence > 0 && head.sequence > this.#sequence) this.#dropped += head.sequence - this.#sequence - 1;
    this.#sequence = head.sequence;
    this.#last.push({
      sequence: head.sequence, after: head.after || null, noticed: head.noticed, copied: head.copied, sent: head.sent, received, decoded, painted,
    });
    if (this.#last.length > kept) this.#last.shift();
    this.#paintedAt.push(painted);
  }

  clear() {
    this.#last = [];
    this.#paintedAt = [];
    this.#dropped = this.#sequence = 0;
  }

  summary(now) {
    while (this.#paintedAt.length > 0 && now - this.#paintedAt[0] > window) this.#paintedAt.shift();
    const recent = this.#last.filter(({ painted }) => now - painted <= window);
    const latencies = recent.map(({ noticed, painted }) => painted - noticed).sort((a, b) => a - b);
    const span = this.#paintedAt.length > 1 ? Math.max(500, now - this.#paintedAt[0]) : 0;
    return {
      rate: {
        perSecond: span > 0 ? (this.#paintedAt.length - 1) / span * 1000 : null,
        latency: latencies.length > 0 ? latencies[latencies.length >> 1] : null,
        dropped: this.#dropped,
      },
      last: this.#last,
    };
  }
}
