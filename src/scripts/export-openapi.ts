/** `npm run openapi [-- --write|--check]`: prints, writes or compares the OpenAPI document; needs no other service. */
import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { ApiModule } from '../api.module.js';
import { loadConfig } from '../common/config/load-config.js';
import { buildOpenApiDocument } from '../common/http/openapi.js';

const FILE = 'openapi.json';

// Preview mode makes no providers, so nothing is connected to.
const app = await NestFactory.create(ApiModule.forRoot(loadConfig({}), pino({ level: 'silent' })), {
  preview: true,
  logger: false,
  abortOnError: false,
});
const document = `${JSON.stringify(buildOpenApiDocument(app), null, 2)}\n`;
const action = process.argv[2];
if (action === '--write') await writeFile(FILE, document);
else if (action !== '--check') process.stdout.write(document);
else if ((await readFile(FILE, 'utf8').catch(() => '')) !== document) {
  process.stderr.write(`${FILE} is not current; run: npm run openapi -- --write\n`);
  process.exitCode = 1;
}
