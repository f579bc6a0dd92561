import { text } from 'node:stream/consumers';
import { CliError } from '../cli-error.js';
import { harmless } from '../output/harmless.js';
import { ask, askUnseen } from '../session/ask.js';
import type { CommandContext } from './command-context.js';

/** Logs in and keeps the tokens. The password is asked for unseen, or is what a pipe brings. */
export async function login(
  { session, output }: CommandContext,
  givenUsername: string | undefined,
): Promise<void> {
  const { isTTY } = process.stdin;
  if (givenUsername === undefined && !isTTY)
    throw new CliError('Name the user: ingest login <username> < password-file');
  const username = givenUsername ?? (await ask('Username: '));
  const password = isTTY ? await askUnseen('Password: ') : (await text(process.stdin)).replace(/\r?\n$/, '');
  await session.login(username, password);
  output.note(`Logged in as ${harmless(username)} at ${session.serverUrl}.`);
}

/** Ends the login. */
export async function logout({ session, output }: CommandContext): Promise<void> {
  await session.logout();
  output.note(`Logged out at ${session.serverUrl}.`);
}
