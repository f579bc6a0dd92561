type Step = () => Promise<void>;

/** What has to be undone, last thing first; every step runs, and the faults are told together. */
export class Cleanup {
  private readonly steps: Step[] = [];

  add(step: Step): void {
    this.steps.push(step);
  }

  async run(): Promise<void> {
    const faults: unknown[] = [];
    for (const step of this.steps.splice(0).reverse()) {
      await step().catch((error: unknown) => faults.push(error));
    }
    throwAll(faults);
  }

  /** Runs steps at the same time. */
  static async all(steps: readonly Step[]): Promise<void> {
    const results = await Promise.allSettled(steps.map((step) => step()));
    throwAll(results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : [])));
  }
}

function throwAll(faults: readonly unknown[]): void {
  if (faults.length === 0) return;
  throw new AggregateError(
    faults,
    faults.map((fault) => (fault instanceof Error ? fault.message : String(fault))).join('\n'),
  );
}
