/**
 * Waits for work that might never end, as BullMQ's does while Redis is away. The work itself goes on.
 *
 * @throws when there is no answer in time
 */
export async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // The loser of the race may still fail, with nobody left to hear it.
    work.catch(() => undefined);
  }
}
