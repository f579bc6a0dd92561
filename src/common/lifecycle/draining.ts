import { Injectable } from '@nestjs/common';

/**
 * Whether this process was told to stop. From then on it is not ready, and whatever stays open for as long as a client
 * listens ends.
 */
@Injectable()
export class Draining {
  private readonly controller = new AbortController();

  get active(): boolean {
    return this.controller.signal.aborted;
  }

  /** Aborted when draining begins. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  begin(): void {
    this.controller.abort();
  }
}
