const isFinished = ({ status }) => status === 'COMPLETED' || status === 'FAILED';

/**
 * Watches a job to its end. An EventSource that loses its connection opens it again, and goes on behind the last event it saw.
 *
 * @param {string} eventsUrl of the job, with a token
 * @param {(job: object) => void} onChange told the job whenever it changes
 * @returns {Promise<object>} the finished job
 */
export function watchJob(eventsUrl, onChange) {
  return new Promise((resolve, reject) => {
    const events = new EventSource(eventsUrl);
    const changed = ({ data }) => {
      const job = JSON.parse(data);
      onChange(job);
      if (!isFinished(job)) return;
      events.close();
      resolve(job);
    };
    events.addEventListener('status', changed);
    events.addEventListener('progress', changed);
    events.addEventListener('error', () => {
      // Closed for good: the token has ended, or the job is gone. Otherwise the browser comes back by itself.
      if (events.readyState === EventSource.CLOSED) reject(new Error('The job cannot be watched.'));
    });
  });
}
