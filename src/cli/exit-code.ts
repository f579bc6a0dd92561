/** What the command line ends with, for scripts. */
export const EXIT = {
  /** All went well; with `--wait` every line of every file was read. */
  ok: 0,
  /** Wrong usage, no connection, a refusal, or a job that failed. */
  failed: 1,
  /** All jobs completed, and some lines could not be read, or a compressed file was cut or damaged. */
  rejects: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failed file weighs more than one with rejects. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(EXIT.failed)) return EXIT.failed;
  return codes.includes(EXIT.rejects) ? EXIT.rejects : EXIT.ok;
}
