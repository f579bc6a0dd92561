import { type ClientRequest, type IncomingMessage, request } from 'node:http';

export interface SlowUpload {
  /** Sends the rest. @returns the answer's status, and what it says of the connection */
  finish(): Promise<{ readonly status: number | undefined; readonly connection: string | undefined }>;
  /** Breaks the connection. */
  cut(): void;
  /** Settles with the error of the connection, if it has one. */
  readonly failed: Promise<Error>;
}

/** Begins a PUT and leaves it in the middle: a request that runs for as long as the test wants. */
export async function beginUpload(url: string, content: string): Promise<SlowUpload> {
  const half = Math.floor(content.length / 2);
  const put: ClientRequest = request(url, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': content.length },
  });
  const failed = new Promise<Error>((resolve) => put.once('error', resolve));
  const answered = new Promise<IncomingMessage>((resolve) => put.once('response', resolve));
  await new Promise<void>((resolve) => {
    put.write(content.slice(0, half), () => {
      resolve();
    });
  });
  return {
    failed,
    cut: () => {
      put.destroy();
    },
    finish: async () => {
      put.end(content.slice(half));
      const answer = await Promise.race([answered, failed.then((error) => Promise.reject(error))]);
      answer.resume();
      return { status: answer.statusCode, connection: answer.headers.connection };
    },
  };
}
