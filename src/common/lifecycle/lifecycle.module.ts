import { Global, Module } from '@nestjs/common';
import { Draining } from './draining.js';
import { LivenessChecks } from './liveness-checks.js';

/** What the whole process knows of its own life. */
@Global()
@Module({ providers: [Draining, LivenessChecks], exports: [Draining, LivenessChecks] })
export class LifecycleModule {}
