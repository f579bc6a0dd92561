import type { AppConfig } from '../config/app-config.js';

/** Stops tracing: what was not sent yet is sent, for a bounded time. */
export type StopTracing = () => Promise<void>;

/**
 * Switches traces on where a collector is given, to be called before anything else is made. What traces need is loaded
 * only then, so that they cost nothing while they are off.
 */
export async function startTracing(config: AppConfig, service: string): Promise<StopTracing> {
  const { endpoint, sampleRatio } = config.tracing;
  if (endpoint === undefined) return () => Promise.resolve();
  const { openCollector } = await import('./collector.js');
  return openCollector({ endpoint, sampleRatio, service });
}
