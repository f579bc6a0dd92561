# One image for every process: the API by default; for the others give another command:
#   node dist/src/worker.js           the worker
#   node dist/src/scripts/migrate.js  brings the schema up to date, and ends
# Debian, not Alpine: the Parquet engine comes compiled for glibc.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations migrations
COPY src src
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM ${NODE_IMAGE} AS runtime
# tini hands signals on and collects children that the parser leaves behind.
RUN apt-get update \
    && apt-get install -y --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/*
# Production refuses default secrets, so an image that is started without any says so and ends.
ENV NODE_ENV=production \
    ENVIRONMENT=production \
    PORT=8000 \
    WORKER_PORT=8001 \
    SCRATCH_DIR=/var/lib/ingest/scratch \
    CACHE_DIR=/var/lib/ingest/cache \
    LOCAL_STORAGE_DIR=/var/lib/ingest/storage
WORKDIR /app
RUN mkdir -p /var/lib/ingest/scratch /var/lib/ingest/cache /var/lib/ingest/storage && chown -R node:node /var/lib/ingest
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 8000 8001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "dist/src/main.js"]
