import bindings from '@duckdb/node-bindings';

/** SQL string literal; the engine knows no escape but the doubled quote. */
export function literal(text: string): string {
  return `'${Buffer.from(text).toString().replaceAll('\0', '\ufffd').replaceAll("'", "''")}'`;
}

/**
 * One DuckDB in memory, on one thread, with the job's folder for its own. It is driven through the bindings: to load
 * `@duckdb/node-api`, which wraps them, costs a process more than reading ten megabytes.
 */
export class Engine {
  private constructor(
    private readonly database: bindings.Database,
    private readonly connection: bindings.Connection,
    private readonly workDir: string,
  ) {}

  static async open(workDir: string, memoryMb: number): Promise<Engine> {
    const config = bindings.create_config();
    const options = {
      threads: '1',
      memory_limit: `${memoryMb}MiB`,
      temp_directory: `${workDir}/engine`,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    };
    for (const [name, value] of Object.entries(options)) bindings.set_config(config, name, value);
    const database = await bindings.open(':memory:', config);
    return new Engine(database, await bindings.connect(database), workDir);
  }

  register(table: bindings.TableFunction): void {
    bindings.register_table_function(this.connection, table);
  }

  /** Leaves the engine no file outside the job's folder, and no way to change that. */
  async lockDown(): Promise<void> {
    // Else row groups could not be bounded by their bytes. On one thread rows are written as they come all the same.
    await this.run('SET preserve_insertion_order = false');
    await this.run(`SET allowed_directories = [${literal(this.workDir)}]`);
    await this.run('SET enable_external_access = false');
    await this.run('SET lock_configuration = true');
  }

  async run(sql: string): Promise<void> {
    await bindings.query(this.connection, sql);
  }

  /** The single DOUBLE that a query answers. */
  async count(sql: string): Promise<number> {
    const chunk = await bindings.fetch_chunk(await bindings.query(this.connection, sql));
    if (chunk === null) throw new Error('the engine gave no count');
    const bytes = bindings.vector_get_data(bindings.data_chunk_get_vector(chunk, 0), 8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  }

  close(): void {
    bindings.disconnect_sync(this.connection);
    bindings.close_sync(this.database);
  }
}
