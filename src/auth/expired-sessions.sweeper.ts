import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { RepairLog } from '../common/logging/repair-log.js';
import { PeriodicTask } from '../common/scheduling/periodic-task.js';
import { SessionsRepository } from './sessions.repository.js';

const PAUSE_MS = 60_000;

/** Removes sessions whose refresh token has expired. Any number of processes may do it at once. */
@Injectable()
export class ExpiredSessionsSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: PeriodicTask;

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly repairs: RepairLog,
    @InjectLogger() logger: Logger,
  ) {
    this.task = new PeriodicTask('sessions', PAUSE_MS, () => this.sweep(), logger);
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** One round of a bounded number of sessions. */
  async sweep(): Promise<void> {
    this.repairs.record('session_removed', await this.sessions.removeExpired());
  }
}
