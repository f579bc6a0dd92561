import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';

/** A session of Postgres, and what proves that whoever wants to cancel its statement knows it. */
export interface CancelTarget {
  /** Name, address, or folder of the server's socket. */
  readonly host: string;
  readonly port: number;
  readonly ssl: boolean | ConnectionOptions;
  /** `direct` where TLS begins without a question (PostgreSQL 17, `sslnegotiation`). */
  readonly sslNegotiation: string | undefined;
  readonly processID: number;
  readonly secretKey: number;
}

/** What the library's connection can do, and its types do not tell. */
type RawConnection = EventEmitter & {
  readonly stream: Socket;
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
};

/**
 * Asks the server to cancel what a session runs, by the message that the protocol has for it (PostgreSQL manual, section
 * 54.2.8, "Canceling Requests in Progress"). It opens no session: it works when every connection slot is taken, needs no
 * password, and a pooler passes it on.
 *
 * @returns when the server has hung up, by when it has told the session; after `timeoutMs` in any case. Never fails: the
 *   server answers nothing, and a statement has a limit of its own
 */
export function sendCancelRequest(target: CancelTarget, timeoutMs: number): Promise<void> {
  const { host, port, ssl, sslNegotiation, processID, secretKey } = target;
  return new Promise((resolve) => {
    const connection = new pg.Connection({ ssl, sslNegotiation } as object) as unknown as RawConnection;
    const done = (): void => {
      clearTimeout(timer);
      connection.stream.destroy();
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    const cancel = (): void => {
      connection.cancel(processID, secretKey);
    };
    connection.on('error', done);
    connection.once('end', done);
    connection.once('connect', () => {
      if (ssl === false) cancel();
      else if (sslNegotiation !== 'direct') connection.requestSsl();
    });
    connection.once('sslconnect', cancel);
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}
