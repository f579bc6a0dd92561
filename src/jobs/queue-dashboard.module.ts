import { BullModule } from '@nestjs/bullmq';
import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { FILE_PROCESSING_QUEUE } from '../common/queue/queues.js';
import { DASHBOARD_PATH, dashboardCookieMiddleware } from './dashboard-cookie.js';
import { DashboardSessionController } from './dashboard-session.controller.js';
import { QueueDashboardController } from './queue-dashboard.controller.js';

/** The queue's dashboard for admins; part of the API alone. */
@Module({
  imports: [BullModule.registerQueue({ name: FILE_PROCESSING_QUEUE })],
  controllers: [QueueDashboardController, DashboardSessionController],
})
export class QueueDashboardModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(dashboardCookieMiddleware).forRoutes(DASHBOARD_PATH, `${DASHBOARD_PATH}/*path`);
  }
}
