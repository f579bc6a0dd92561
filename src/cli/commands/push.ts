import { resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import { EXIT, type ExitCode, worst } from '../exit-code.js';
import { harmless } from '../output/harmless.js';
import { summaryLine } from '../output/job-lines.js';
import { ProgressBoard, uploading } from '../output/progress-board.js';
import { inTurns } from '../push/in-turns.js';
import { pushFile, type Stage } from '../push/push-file.js';
import type { PushOptions } from '../push/send-file.js';
import { counted } from '../output/units.js';
import { openSource, type Source } from '../push/source.js';
import { UnfinishedUploads } from '../push/unfinished-uploads.js';
import type { Schemas } from '../../client/create-client.js';
import type { CommandContext } from './command-context.js';

type Job = Schemas['JobDto'];

export interface PushCommandOptions {
  readonly format: NonNullable<PushOptions['log_format']>;
  readonly timezone: string;
  readonly label: Readonly<Record<string, string>>;
  readonly wait?: true;
  readonly gzip?: true;
  readonly json?: true;
  /** Files at a time. */
  readonly concurrency: number;
}

/** Hands files over, some at a time; writes one line for each as it is done. */
export async function push(
  context: CommandContext,
  paths: readonly string[],
  options: PushCommandOptions,
): Promise<ExitCode> {
  if (paths.filter((path) => path === '-').length > 1)
    throw new CliError('Standard input (-) can be read once only.');
  const username = await context.session.username();
  const sent: PushOptions = {
    log_format: options.format,
    timezone: options.timezone,
    labels: { ...options.label },
  };
  const board = new ProgressBoard(context.output);
  const identity = JSON.stringify([context.session.serverUrl, username, sent]);
  const codes = await inTurns(onceEach(paths), options.concurrency, (path) =>
    pushOne(context, path, { options, sent, board, identity }),
  );
  return worst(codes);
}

/** A file that is named twice is sent once. */
function onceEach(paths: readonly string[]): string[] {
  const byPlace = new Map(paths.map((path) => [path === '-' ? path : resolve(path), path]));
  return [...byPlace.values()];
}

interface Run {
  readonly options: PushCommandOptions;
  readonly sent: PushOptions;
  readonly board: ProgressBoard;
  readonly identity: string;
}

/** One file that fails does not keep the others back. */
async function pushOne(context: CommandContext, path: string, run: Run): Promise<ExitCode> {
  const { board, options } = run;
  let source: Source | undefined;
  try {
    source = await openSource(path, { gzip: options.gzip === true });
    if (source.bytes === 0) {
      board.end(path, () => {
        context.output.note(`${harmless(path)}: empty, nothing to send`);
      });
      return EXIT.ok;
    }
    const job = await send(context, path, source, run);
    board.end(path, () => {
      writeResult(context, path, job, options);
    });
    return codeOf(job);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    board.end(path, () => {
      context.output.note(`${harmless(path)}: ${context.output.style.red(harmless(error.message))}`);
    });
    return EXIT.failed;
  } finally {
    source?.remove();
  }
}

function send(
  { session, environment }: CommandContext,
  path: string,
  source: Source,
  { options, sent, board, identity }: Run,
): Promise<Job> {
  return pushFile(source, {
    client: session.client,
    unfinished: new UnfinishedUploads(environment.stateDirectory),
    identity,
    options: sent,
    wait: options.wait === true,
    onStage: (stage) => {
      board.show(path, progressOf(stage));
    },
  });
}

function progressOf(stage: Stage): { readonly label: string; readonly share: number } {
  switch (stage.name) {
    case 'upload':
      return { label: uploading(stage.bytes), share: stage.sentBytes / stage.bytes };
    case 'parts':
      return { label: partsLabel(stage), share: stage.sentBytes / stage.bytes };
    case 'resume':
      return { label: `going on with an earlier run, ${stage.status}`, share: 0 };
    case 'job':
      return { label: stage.job.status.toLowerCase(), share: stage.job.progress / 100 };
  }
}

function partsLabel({ bytes, partsThere, partCount }: Extract<Stage, { name: 'parts' }>): string {
  const there = partsThere === 0 ? '' : `, ${partsThere} already there`;
  return `${uploading(bytes)} in ${counted(partCount, 'part')}${there}`;
}

function writeResult({ output }: CommandContext, path: string, job: Job, { json }: PushCommandOptions): void {
  if (json) output.json({ path, ...job });
  else output.line(summaryLine(path, job, output.style));
}

function codeOf({ status, statistics }: Job): ExitCode {
  if (status === 'FAILED') return EXIT.failed;
  // Not the count of lines alone: what a cut or damaged archive lost is no line any more.
  return (statistics?.rejects ?? []).length > 0 ? EXIT.rejects : EXIT.ok;
}
