import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';

/**
 * Who may read the metrics: whoever shows `METRICS_TOKEN` as bearer. Without such a token everybody may in development,
 * and nobody in production, where a forgotten setting must not show the world how busy the service is.
 */
@Injectable()
export class MetricsAccess {
  constructor(private readonly config: AppConfig) {}

  /** @param authorization - the request's header */
  allows(authorization: string | undefined): boolean {
    const { token } = this.config.metrics;
    if (token === undefined) return !this.config.production;
    const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
    return given !== undefined && timingSafeEqual(digest(given), digest(token));
  }
}

/** Of equal length whatever was given. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
