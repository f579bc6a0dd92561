// `npm run client [-- --check]`: makes the types of the client from openapi.json, or says whether they are current.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = 'openapi.json';
const FILE = 'src/client/api.types.ts';
const HEADER = '/** Made from openapi.json by `npm run client`; do not edit. */\n';

const document = JSON.parse(await readFile(DOCUMENT, 'utf8'));
for (const operation of Object.values(document.paths).flatMap(Object.values)) leaveExamplesOut(operation);
// A field with a default may be left out of a request, though an answer always has it.
const ast = await openapiTS(document, { defaultNonNullable: false, alphabetize: true });
const types = HEADER + astToString(ast);
if (process.argv[2] !== '--check') await writeFile(FILE, types);
else if ((await readFile(FILE, 'utf8').catch(() => '')) !== types) {
  process.stderr.write(`${FILE} is not current; run: npm run client\n`);
  process.exitCode = 1;
}

/** As comments they would be most of the file, and whoever wants one looks into the document. */
function leaveExamplesOut(operation) {
  for (const { content = {} } of Object.values(operation.responses)) {
    for (const media of Object.values(content)) delete media.example;
  }
}
