import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { EngineSettings } from '../query-messages.js';

/** SQL string literal; the engine knows no escape but the doubled quote. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * An engine that reads the files of one folder and nothing else: no network, no extension, nothing written, and no way to
 * change that. What needs more than its memory fails, since there is no disk to go to.
 */
export async function openEngine({
  directory,
  memoryMb,
  threads,
}: EngineSettings): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${memoryMb}MiB`,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run('SET preserve_insertion_order = true');
  await connection.run(`SET allowed_directories = [${literal(directory)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return connection;
}
