// Receives the webhooks of the service: verifies each, and prints it once. WEBHOOK_SECRET=… PORT=… node webhook-receiver.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const TOLERANCE_SECONDS = 300;
const MAX_BYTES = 100_000;

/** Whether the message was signed with the secret, and that not long ago. */
function isGenuine(secret, headers, body) {
  const [id, timestamp] = [headers['webhook-id'], headers['webhook-timestamp']];
  const signatures = String(headers['webhook-signature']).split(' ');
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) < TOLERANCE_SECONDS) {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const expected = createHmac('sha256', key)
      .update(`${String(id)}.${String(timestamp)}.${body}`)
      .digest();
    return signatures.some((signature) => {
      const [version, value = ''] = signature.split(',');
      const given = Buffer.from(value, 'base64');
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
    });
  }
  return false;
}

const { WEBHOOK_SECRET: secret, PORT: port } = process.env;
if (!secret || !port) throw new Error('WEBHOOK_SECRET and PORT are needed.');
const seen = new Set(); // in a database, where there is more than one process

createServer(async (request, response) => {
  const isLong = Number(request.headers['content-length'] ?? Infinity) > MAX_BYTES;
  // A sender that hangs up in the middle is no reason to end.
  const body = isLong ? '' : await text(request).catch(() => '');
  if (!isGenuine(secret, request.headers, body)) {
    response.writeHead(400).end();
    return;
  }
  response.writeHead(204).end();
  const id = String(request.headers['webhook-id']);
  if (seen.has(id)) return;
  seen.add(id);
  const { type, data } = JSON.parse(body);
  console.log(type, data.job_id ?? '');
}).listen(port);
