/** A result on local disk, which stays there until it is released. */
export interface OpenResult {
  /** Absolute. */
  readonly path: string;
  release(): void;
  /** Says that the file is not what it should be: the next one who opens it gets another, where there is one. */
  discard(): Promise<void>;
}

/** Gives results of jobs, which never change under their key, as files on local disk. */
export abstract class ResultFiles {
  /** The folder in which every file lies. */
  abstract readonly directory: string;

  /** To be called once, before the first file is opened. */
  abstract prepare(): Promise<void>;

  /**
   * @param signal - gives up waiting; a fetch that nobody waits for any more is stopped
   * @throws ObjectNotFoundError when there is none
   * @throws UnavailableError when storage cannot be asked
   */
  abstract open(key: string, signal?: AbortSignal): Promise<OpenResult>;
}
