// `npm start`: installs and builds what is missing, then runs the whole service on this machine.
import { existsSync } from 'node:fs';
import { prepare } from './bootstrap.mjs';

await prepare();
// Variables that are set already win over the file.
if (existsSync('.env')) process.loadEnvFile('.env');
const { runLocalStack } = await import('../../dist/src/scripts/local-stack.js');
process.exit(await runLocalStack());
