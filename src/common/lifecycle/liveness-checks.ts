import { Injectable } from '@nestjs/common';

/** Tells why the process should be restarted, in a few words; null while it should not. */
export type LivenessCheck = () => Promise<string | null>;

/**
 * What speaks against the process being alive. Domains add their checks; a check answers for faults that a restart
 * cures, never for a part that is away.
 */
@Injectable()
export class LivenessChecks {
  private readonly checks: LivenessCheck[] = [];

  add(check: LivenessCheck): void {
    this.checks.push(check);
  }

  /** Every fault found; none when the process is alive. */
  async faults(): Promise<string[]> {
    const results = await Promise.all(this.checks.map((check) => check()));
    return results.filter((fault) => fault !== null);
  }
}
