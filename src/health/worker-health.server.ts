import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { AppConfig } from '../common/config/app-config.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { LivenessChecks } from '../common/lifecycle/liveness-checks.js';
import { MetricsAccess } from '../common/metrics/metrics-access.js';
import { SERVICE_NAME, serviceVersion } from '../common/service-identity.js';
import { ReadinessService } from './readiness.service.js';

const SOCKET_TIMEOUT_MS = 5_000;

/**
 * `/health`, `/health/live`, `/health/ready` and `/metrics` of the worker, in the shapes of the API's. Liveness looks at
 * progress: a worker that hangs while work waits answers 503, with the reason, and should be started anew.
 */
@Injectable()
export class WorkerHealthServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly readiness: ReadinessService,
    private readonly liveness: LivenessChecks,
    private readonly registry: Registry,
    private readonly access: MetricsAccess,
    private readonly config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const server = createServer({ requestTimeout: SOCKET_TIMEOUT_MS }, (request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        this.logger.error({ err: error }, 'health check failed');
        reply(response, 500, { status: 'error' });
      });
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.config.worker.port, this.config.http.host, resolve);
    });
    this.logger.info({ address: server.address() }, 'worker health is listening');
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (request.url) {
      case '/health':
        reply(response, 200, { status: 'healthy', service: SERVICE_NAME, version: serviceVersion() });
        return;
      case '/health/live':
        await this.answerLiveness(response);
        return;
      case '/metrics':
        await this.answerMetrics(request, response);
        return;
      case '/health/ready': {
        const readiness = await this.readiness.check();
        reply(response, readiness.status === 'ready' ? 200 : 503, readiness);
        return;
      }
      case undefined:
      default:
        reply(response, 404, { status: 'not_found' });
    }
  }

  private async answerLiveness(response: ServerResponse): Promise<void> {
    const faults = await this.liveness.faults();
    if (faults.length === 0) {
      reply(response, 200, { status: 'alive' });
      return;
    }
    this.logger.error({ faults }, 'not alive');
    reply(response, 503, { status: 'stuck', faults });
  }

  private async answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.access.allows(request.headers.authorization)) {
      reply(response, 401, { status: 'unauthenticated' });
      return;
    }
    const text = await this.registry.metrics();
    response.writeHead(200, { 'content-type': this.registry.contentType }).end(text);
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
