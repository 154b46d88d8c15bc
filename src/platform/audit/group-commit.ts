import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const GATHER_MS = 2;

/**
 * Writes in groups what many ask for at once. One group is in flight at a time; the next gathers meanwhile, for at most 2 ms
 * more, and not at all for a caller that nobody accompanies. A group that fails fails for each of its members.
 */
export class GroupCommit<T> {
  private waiting: Waiting<T>[] = [];
  private waitingSince = 0;
  private running: Promise<void> | undefined;
  private accompanied = false;

  constructor(
    private readonly write: (items: readonly T[]) => Promise<void>,
    private readonly most: number,
  ) {}

  /** Resolves when the item is written, whatever group it went with. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) this.waitingSince = performance.now();
      this.waiting.push({ item, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Resolves when nothing waits and nothing is in flight. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    do {
      await this.gather();
      const group = this.waiting.splice(0, this.most);
      this.accompanied = group.length > 1;
      try {
        await this.write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    } while (this.waiting.length > 0);
    this.running = undefined;
  }

  private async gather(): Promise<void> {
    const left = GATHER_MS - (performance.now() - this.waitingSince);
    await (this.accompanied && left > 0 ? sleep(left) : nextTurn());
  }
}
