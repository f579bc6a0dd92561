const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Signals that kill npm or its shell do not reach a child of theirs; being left behind does. */
const ORPHAN_CHECK_MS = 500;
/** npm passes a signal on that the terminal already sent to everybody: one Ctrl-C arrives twice. */
const SAME_REQUEST_MS = 500;

export interface Interrupts {
  /** The first time somebody asks to stop. */
  readonly onFirst: () => void;
  /** When they ask again, since it takes too long. */
  readonly onSecond: () => void;
}

export function watchInterrupts({ onFirst, onSecond }: Interrupts): void {
  let firstAt: number | undefined;
  const interrupted = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      onFirst();
    } else if (now - firstAt > SAME_REQUEST_MS) onSecond();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, interrupted);
  const parent = process.ppid;
  const orphanCheck = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(orphanCheck);
    interrupted();
  }, ORPHAN_CHECK_MS);
  orphanCheck.unref();
  // A closed terminal must not turn the last messages into a crash half-way through stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
