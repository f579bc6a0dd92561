import { Inject } from '@nestjs/common';

export const LOGGER = Symbol('LOGGER');

/** Injects the process's pino logger. */
export const InjectLogger = (): ParameterDecorator => Inject(LOGGER);
