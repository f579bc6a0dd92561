import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { InjectQueue } from '@nestjs/bullmq';
import { All, Controller, Next, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Queue } from 'bullmq';
import type { Express, NextFunction, Request, Response } from 'express';
import { AuditLog } from '../common/logging/audit-log.js';
import { FILE_PROCESSING_QUEUE } from '../common/queue/queues.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { DASHBOARD_PATH } from './dashboard-cookie.js';

/**
 * The dashboard of the queue (bull-board). It is a route of ours that hands over to the board, and not a middleware
 * beside the router, so that the limit of requests, authentication and permissions stand before it as before any other.
 */
@ApiExcludeController()
@Controller(DASHBOARD_PATH)
@RequirePermissions('jobs:read_all', 'jobs:write_all')
export class QueueDashboardController {
  private readonly board: Express;

  constructor(
    @InjectQueue(FILE_PROCESSING_QUEUE) queue: Queue,
    private readonly audit: AuditLog,
  ) {
    const adapter = new ExpressAdapter().setBasePath(`/${DASHBOARD_PATH}`);
    createBullBoard({
      queues: [new BullMQAdapter(queue)],
      serverAdapter: adapter,
      options: { uiConfig: { boardTitle: 'Ingest Service' } },
    });
    this.board = adapter.getRouter() as Express;
    this.board.disable('x-powered-by');
  }

  @All(['', '*path'])
  show(@Req() request: Request, @Res() response: Response, @Next() next: NextFunction): void {
    const { method } = request;
    const route = request.route as unknown;
    request.url = request.url.slice(DASHBOARD_PATH.length + 1);
    if (!request.url.startsWith('/')) request.url = `/${request.url}`;
    if (method !== 'GET' && method !== 'HEAD') {
      this.audit.record('queue.changed', { method, action: request.path.slice(0, 200) });
    }
    // The board routes on its own; the log and the metrics shall name the route by which it was reached.
    response.prependOnceListener('close', () => {
      request.route = route;
    });
    this.board(request, response, next);
  }
}
