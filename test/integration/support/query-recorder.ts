import type { DataSource, Logger } from 'typeorm';

/** A statement as it was sent. */
export interface RecordedQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A node of a plan in the form that `EXPLAIN (FORMAT JSON)` gives. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/** Keeps what a data source sends, so that a test explains exactly the statements that the service runs. */
export class QueryRecorder {
  private recorded: RecordedQuery[] = [];

  constructor(private readonly source: DataSource) {
    const ignore = (): void => undefined;
    const logger: Logger = {
      logQuery: (sql, parameters) => this.recorded.push({ sql, parameters: (parameters ?? []) as unknown[] }),
      ...{ logQueryError: ignore, logQuerySlow: ignore, logSchemaBuild: ignore, logMigration: ignore },
      log: ignore,
    };
    source.setOptions({ logging: ['query'], logger });
  }

  /** Does the work. @returns the statements that it sent */
  async during(work: () => Promise<unknown>): Promise<readonly RecordedQuery[]> {
    this.recorded = [];
    await work();
    return this.recorded;
  }

  /** Runs a recorded statement once more, and tells how. */
  async explain({ sql, parameters }: RecordedQuery): Promise<PlanNode> {
    const [row] = await this.source.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }[]>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
      [...parameters],
    );
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    if (plan === undefined) throw new Error('There is no plan.');
    return plan;
  }
}

/** A node and all below it. */
export function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** Pages of 8 KB that a plan looked at. */
export function blocksOf(plan: PlanNode): number {
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}
