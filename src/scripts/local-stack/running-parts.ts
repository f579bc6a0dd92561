import type { ManagedProcess } from './managed-process.js';
import type { StackFile } from './stack-file.js';

/** The processes of the stack: what serves the others ends last. */
export class RunningParts {
  private readonly services: ManagedProcess[] = [];
  private readonly applications: ManagedProcess[] = [];
  private reportCrash: (process: ManagedProcess) => void = () => undefined;
  /** Settles when a part ends that nobody asked to end. */
  readonly crash = new Promise<ManagedProcess>((resolve) => {
    this.reportCrash = resolve;
  });

  constructor(private readonly file: StackFile) {}

  addService(process: ManagedProcess): void {
    this.services.push(process);
    this.watch(process);
  }

  addApplication(process: ManagedProcess): void {
    this.applications.push(process);
    this.watch(process);
  }

  async stop(): Promise<void> {
    for (const layer of [this.applications, this.services]) {
      await Promise.all(layer.map((process) => process.stop()));
    }
  }

  kill(): void {
    for (const process of [...this.applications, ...this.services]) process.kill();
  }

  private watch(process: ManagedProcess): void {
    this.file.add({ ...process.identity, name: process.name, stopSignal: process.stopSignal });
    void process.ended.then(() => {
      if (!process.stopping) this.reportCrash(process);
    });
  }
}
