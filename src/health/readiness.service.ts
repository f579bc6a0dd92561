import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorResult } from '@nestjs/terminus';
import { askedOnceIn } from '../common/asked-once-in.js';
import { Draining } from '../common/lifecycle/draining.js';
import { ComponentIndicators } from './component.indicators.js';
import type { ReadinessDto } from './dto/health.dto.js';

/** What the parts answered counts for so long: anybody may ask, and as often as they like. */
const FRESH_MS = 1_000;

/** Puts the answers of the parts together into one; a process that was told to stop is not ready, whatever they say. */
@Injectable()
export class ReadinessService {
  private readonly askParts: () => Promise<HealthIndicatorResult>;

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: ComponentIndicators,
    private readonly draining: Draining,
  ) {
    this.askParts = askedOnceIn(FRESH_MS, () => this.details());
  }

  async check(): Promise<ReadinessDto> {
    const details = await this.askParts();
    const stateOf = (name: string): string => details[name]?.status ?? 'down';
    const components = {
      database: stateOf('database'),
      redis: stateOf('redis'),
      storage: stateOf('storage'),
    };
    const ready = !this.draining.active && Object.values(components).every((state) => state === 'up');
    return { status: ready ? 'ready' : 'not_ready', components };
  }

  /** Terminus reports a failing check by throwing, with the same details inside. */
  private async details(): Promise<HealthIndicatorResult> {
    try {
      const result = await this.health.check([
        () => this.indicators.checkDatabase(),
        () => this.indicators.checkRedis(),
        () => this.indicators.checkStorage(),
      ]);
      return result.details as HealthIndicatorResult;
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      return (error.getResponse() as { details?: HealthIndicatorResult }).details ?? {};
    }
  }
}
