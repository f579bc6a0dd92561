import type { IngestClient, Schemas } from '../../client/create-client.js';
import { answerOf } from '../session/answer.js';

type Batch = Promise<ReadonlyMap<number, Address>>;

interface Address {
  readonly url: string;
  /** From when on it is not used any more, milliseconds since 1970: the process's own clock stops where the machine sleeps. */
  readonly usableUntil: number;
}

/** Few enough that they are sent before their addresses end, and enough that the limit of requests is no bound. */
const ASKED_AT_ONCE = 20;
/** Share of its time in which an address is used: the part must begin to arrive before the end. */
const USABLE_SHARE = 0.8;

/** Where the parts of an upload are sent: asked for in batches, in the order in which they will be sent. */
export class PartAddresses {
  private readonly batches = new Map<number, Batch>();
  /** Parts whose address has not been asked for. */
  private readonly unasked: Set<number>;

  constructor(
    private readonly client: IngestClient,
    private readonly jobId: string,
    numbers: readonly number[],
    private readonly signal: AbortSignal,
  ) {
    this.unasked = new Set(numbers);
  }

  /**
   * Each address is given once: who asks again has been cut, perhaps since it had ended.
   *
   * @throws CliError when the service gives none
   */
  async take(number: number): Promise<string> {
    // Asked for in the same turn: the next one is to find its own among these.
    const batch = this.batches.get(number) ?? this.ask(number);
    this.batches.delete(number);
    const address = (await batch).get(number);
    if (address === undefined) throw new Error(`the service signed other parts than ${number}`);
    if (Date.now() < address.usableUntil) return address.url;
    return this.take(number);
  }

  private ask(number: number): Batch {
    this.unasked.delete(number);
    const others = [...this.unasked].slice(0, ASKED_AT_ONCE - 1);
    const batch = this.sign([number, ...others]);
    // Whoever takes one of them is told.
    batch.catch(() => undefined);
    for (const other of others) {
      this.unasked.delete(other);
      this.batches.set(other, batch);
    }
    return batch;
  }

  private async sign(numbers: readonly number[]): Batch {
    const params = { path: { job_id: this.jobId } };
    const body: Schemas['SignPartsDto'] = { part_numbers: [...numbers] };
    const answer = await this.client.POST('/ingest/files/{job_id}/parts/sign', {
      body,
      params,
      signal: this.signal,
    });
    const now = Date.now();
    const toAddress = ({ url, expires_in }: Schemas['SignedNumberedPartDto']): Address => ({
      url,
      usableUntil: now + expires_in * 1_000 * USABLE_SHARE,
    });
    return new Map(answerOf(answer).map((part) => [part.part_number, toAddress(part)]));
  }
}
