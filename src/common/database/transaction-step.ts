import type { EntityManager } from 'typeorm';

/** Something that is written in the same transaction as an effect. */
export type TransactionStep = (manager: EntityManager) => Promise<void>;
