import type { Socket } from 'node:net';

/** `up`: from the client to the server; `down`: the other way. */
export type Direction = 'up' | 'down';

/** What happens to the bytes of every connection, as the proxy has it at the moment. */
export interface LaneRules {
  readonly held: ReadonlySet<Direction>;
  readonly delayMs: number;
  /** Infinity where nothing is throttled. */
  readonly bytesPerSecond: number;
  /** Looks at bytes before they are sent on; it may change the rules. */
  inspect(direction: Direction, chunk: Buffer): void;
}

interface Waiting {
  readonly chunk: Buffer;
  readonly dueAt: number;
}

const MOST_WAITING_BYTES = 1_048_576;
/** A throttled lane sends so many pieces a second. */
const PIECES_PER_SECOND = 20;

/** One direction of one connection: keeps the order of bytes, and holds back a sender whose bytes are not sent on. */
export class TcpLane {
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private freeAt = 0;
  private ended = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly direction: Direction,
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly rules: LaneRules,
  ) {
    from.on('data', (chunk: Buffer) => {
      this.take(chunk);
    });
    from.once('end', () => {
      this.ended = true;
      this.pump();
    });
    to.on('drain', () => {
      this.pump();
    });
  }

  /** Sends on what may be sent now. To be called when the rules have changed. */
  pump(): void {
    clearTimeout(this.timer);
    while (this.mayPass()) {
      const [next] = this.waiting;
      if (next === undefined) break;
      const pauseMs = Math.max(next.dueAt, this.freeAt) - performance.now();
      if (pauseMs > 0) {
        this.timer = setTimeout(() => {
          this.pump();
        }, pauseMs);
        break;
      }
      this.forward(next.chunk);
    }
    this.regulateSender();
    if (this.ended && this.waiting.length === 0) this.to.end();
  }

  /** Forgets what waits. */
  stop(): void {
    clearTimeout(this.timer);
    this.waiting.length = 0;
    this.waitingBytes = 0;
  }

  private take(chunk: Buffer): void {
    const dueAt = performance.now() + this.rules.delayMs;
    const pieceBytes = Math.max(1, Math.floor(this.rules.bytesPerSecond / PIECES_PER_SECOND));
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      this.waiting.push({ chunk: chunk.subarray(start, start + pieceBytes), dueAt });
    }
    this.waitingBytes += chunk.length;
    this.rules.inspect(this.direction, chunk);
    this.pump();
  }

  private mayPass(): boolean {
    return this.waiting.length > 0 && !this.rules.held.has(this.direction) && !this.to.writableNeedDrain;
  }

  private forward(chunk: Buffer): void {
    this.waiting.shift();
    this.waitingBytes -= chunk.length;
    if (this.to.writable) this.to.write(chunk);
    if (Number.isFinite(this.rules.bytesPerSecond)) {
      this.freeAt = performance.now() + (chunk.length / this.rules.bytesPerSecond) * 1_000;
    }
  }

  private regulateSender(): void {
    if (this.waitingBytes >= MOST_WAITING_BYTES) this.from.pause();
    else if (this.from.isPaused()) this.from.resume();
  }
}
