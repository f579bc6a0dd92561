#!/usr/bin/env node
/** `npx ingest`: the service from a terminal. */
import { runCommandLine } from './command-line.js';

process.exitCode = await runCommandLine(process.argv.slice(2));
