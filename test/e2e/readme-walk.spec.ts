import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/stack.js';

/** The commands of one section of the README, as a person would paste them. */
function commandsOf(heading: string): string {
  const section = readFileSync('README.md', 'utf8').split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1]).join('\n');
}

describe('the walk of the README', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack();
  }, 60_000);

  afterAll(() => stack.stop());

  it('takes a real log file to COMPLETED, word for word', async () => {
    const script = commandsOf('The walk in curl')
      .replace('http://localhost:8000', stack.apiUrl)
      .replace('.data/storage', stack.storageDir);
    expect(script).toContain(stack.apiUrl);
    expect(script).toContain(stack.storageDir);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      timeout: 60_000,
    });

    expect(stdout).toContain('{"message":"Job queued successfully"');
    expect(stdout).toContain('"status":"COMPLETED"');
    expect(stdout).toMatch(/"lines":10000,"record_lines":10000,"records":10000,"rejected_lines":0,/);
    expect(stdout).toContain(
      '"first_timestamp":"2015-05-17T10:05:00.000Z","last_timestamp":"2015-05-20T21:05:59.000Z"',
    );
    expect(stdout).toContain('"severities":{"INFO":9780,"WARN":217,"ERROR":3}');
    expect(stdout).toMatch(/'200'\s*│\s*'9126'/);
  }, 90_000);
});
