import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Gauge, Registry } from 'prom-client';
import { InjectRedis } from '../queue/redis.js';
import { NOEVICTION, readRedisServer } from '../queue/redis-server.js';
import { CachedAnswer } from './cached-answer.js';
import { showIfKnown } from './gauge-value.js';

/** Whether Redis keeps what it is given, and how full it is. */
@Injectable()
export class RedisMetrics {
  constructor(registry: Registry, @InjectRedis() redis: Redis) {
    const server = new CachedAnswer(() => readRedisServer(redis));
    new Gauge({
      name: 'ingest_redis_noeviction',
      help: '1 when the maxmemory-policy of Redis is noeviction, as a queue needs it, else 0.',
      registers: [registry],
      async collect() {
        const policy = (await server.get())?.policy;
        showIfKnown(this, policy === undefined ? undefined : Number(policy === NOEVICTION));
      },
    });
    new Gauge({
      name: 'ingest_redis_memory_used_bytes',
      help: 'Memory that Redis uses.',
      registers: [registry],
      async collect() {
        showIfKnown(this, (await server.get())?.usedMemoryBytes);
      },
    });
    new Gauge({
      name: 'ingest_redis_memory_max_bytes',
      help: 'Memory that Redis may use; 0 for no bound.',
      registers: [registry],
      async collect() {
        showIfKnown(this, (await server.get())?.maxMemoryBytes);
      },
    });
  }
}
