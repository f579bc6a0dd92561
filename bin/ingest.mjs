#!/usr/bin/env node
// Stands outside `dist`, so that a build does not take away that it may be run.
import { existsSync } from 'node:fs';

const program = new URL('../dist/src/cli/ingest.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  console.error('There is no build yet: run `npm ci && npm run build`, or `npm start`, which does both.');
  process.exitCode = 1;
}
