// What the ablation takes away from the service, one part at a time. All of it happens here, from outside: the product
// has no switch for any of this.
import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { JwtAuthGuard } from '../../dist/src/auth/jwt-auth.guard.js';
import { AbortableClient } from '../../dist/src/common/database/abortable-client.js';
import { bodyGuardMiddleware } from '../../dist/src/common/http/body-guard.middleware.js';
import { HttpMetrics } from '../../dist/src/common/metrics/http.metrics.js';
import { PermissionsGuard } from '../../dist/src/common/security/permissions.guard.js';
import { RequestThrottlerGuard } from '../../dist/src/common/security/request-throttler.guard.js';
import { permissionsOf } from '../../dist/src/common/security/roles.js';

/** A guard that asks nobody: the caller is the one who is given here. */
const knownCaller = (principal) => ({
  canActivate(context) {
    context.switchToHttp().getRequest().user = principal;
    return true;
  },
});

const withoutGuard = (guard) => (providers) => providers.filter(({ useClass }) => useClass !== guard);

/** Only what the handlers cannot do without: numbers of a query are numbers. */
const NUMBERS_ONLY = {
  transform: (value, { type }) =>
    type === 'query' && value?.limit !== undefined ? { ...value, limit: Number(value.limit) } : value,
};

/**
 * `env` is the process's environment, `before` runs first, `providers` changes the root module's, `app` is called with
 * the application before it is configured.
 */
export const ABLATIONS = {
  nothing: {},
  'limit of requests': { providers: withoutGuard(RequestThrottlerGuard) },
  'authentication and its query': {
    providers: (providers, principal) =>
      providers.map((each) =>
        each.useClass === JwtAuthGuard ? { provide: each.provide, useValue: knownCaller(principal) } : each,
      ),
  },
  'permissions guard': { providers: withoutGuard(PermissionsGuard) },
  validation: {
    app: (app) => {
      const use = app.useGlobalPipes.bind(app);
      app.useGlobalPipes = () => use(NUMBERS_ONLY);
    },
  },
  helmet: { app: (app) => skipMiddleware(app, ({ name }) => name === 'helmetMiddleware') },
  CORS: { app: (app) => (app.enableCors = () => undefined) },
  metrics: {
    app: (app) => skipMiddleware(app, (middleware) => middleware === app.get(HttpMetrics).middleware),
  },
  'body guard': { app: (app) => skipMiddleware(app, (middleware) => middleware === bodyGuardMiddleware) },
  'time-out interceptor': { app: (app) => (app.useGlobalInterceptors = () => app) },
  'request log': { env: { LOG_LEVEL: 'warn' } },
  'abortable statements': { before: () => (AbortableClient.prototype.query = pg.Client.prototype.query) },
  'prepared statements': { before: sendStatementsAsText },
  'async context': { before: forgetContext },
};

function skipMiddleware(app, matches) {
  const use = app.use.bind(app);
  app.use = (...given) =>
    given.some((one) => typeof one === 'function' && matches(one)) ? app : use(...given);
}

/** Without tracking, every request sees the context of whoever came last: wrong, and free of charge. */
function forgetContext() {
  let last;
  AsyncLocalStorage.prototype.run = (store, work, ...args) => {
    last = store;
    return work(...args);
  };
  AsyncLocalStorage.prototype.getStore = () => last;
}

function sendStatementsAsText() {
  const { query } = AbortableClient.prototype;
  // Where the mark is not at the beginning, it is a comment as any other.
  AbortableClient.prototype.query = function (text, ...rest) {
    return query.call(this, typeof text === 'string' ? `\n${text}` : text, ...rest);
  };
}

/** The caller that the ablation without authentication knows. */
export function principalOf(userId) {
  return {
    userId,
    sessionId: userId,
    username: 'user',
    email: 'user@example.com',
    roles: ['user'],
    permissions: permissionsOf(['user']),
  };
}
