import { createServer } from 'node:http';
import { extname } from 'node:path';
import { freePort } from '../../support/ports.js';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Pages of an origin of their own: another than the API's and the storage's. */
export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** @param read - content of a file by its name; where it fails there is no such page */
export async function servePages(read: (name: string) => Promise<string | Buffer>): Promise<PageServer> {
  const port = await freePort();
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
    read(name).then(
      (content) => response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? '' }).end(content),
      () => response.writeHead(204).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
